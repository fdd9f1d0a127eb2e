package org.limner.schemas.codec;

import java.util.Map;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;

/** Job records to and from CloudEvents over Kafka. Thread-safe. */
public final class JobCodec {
    public JobCodec(JobLimits limits) {
        throw new UnsupportedOperationException();
    }

    /** Binary mode. {@code source} becomes {@code ce_source}. */
    public EncodedRecord encode(RenderJob job, String source) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads binary and structured mode.
     *
     * @param headers the last value of each header, as bytes
     * @param value   the record's value; null is no job
     */
    public DecodedJob decode(Map<String, byte[]> headers, byte[] value) {
        throw new UnsupportedOperationException();
    }
}
