package org.limner.schemas.codec;

import java.util.Map;
import org.limner.schemas.result.RenderResult;

/** Result records to and from CloudEvents over Kafka. Thread-safe. */
public final class ResultCodec {
    /** Binary mode; {@code source} becomes {@code ce_source}, the id {@code <job id>.result}. */
    public EncodedRecord encode(RenderResult result, String source) {
        throw new UnsupportedOperationException();
    }

    /** Reads binary and structured mode; unknown fields are ignored. Throws {@link IllegalArgumentException}. */
    public RenderResult decode(Map<String, byte[]> headers, byte[] value) {
        throw new UnsupportedOperationException();
    }
}
