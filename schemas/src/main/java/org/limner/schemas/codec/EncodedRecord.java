package org.limner.schemas.codec;

import java.util.Map;

/**
 * A record as it goes to Kafka: header values are UTF-8 text. Owned by the receiver.
 *
 * @param key     the job id
 * @param headers {@code ce_*}, {@code content-type}, {@code traceparent}
 * @param value   JSON
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedRecord(String key, Map<String, String> headers, byte[] value) {}
