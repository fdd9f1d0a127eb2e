package org.limner.worker.job;

import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.result.RenderResult;

/** Encodes a result and holds it against the limit of its topic. Thread-safe. */
public final class ResultEncoding {
    private final ResultCodec codec;
    private final String source;
    private final ResultLimits limits;

    /** @param source the worker's {@code ce_source} */
    public ResultEncoding(ResultCodec codec, String source, ResultLimits limits) {
        this.codec = codec;
        this.source = source;
        this.limits = limits;
    }

    /** The result as a record; a FAILED one with RESULT_TOO_LARGE in its place when it is beyond the limit. */
    public Encoded encode(RenderResult result) {
        throw new UnsupportedOperationException("" + codec + source + limits + result);
    }

    /**
     * A result on its way out.
     *
     * @param result what the record says: the one given, or the FAILED one in its place
     */
    public record Encoded(RenderResult result, EncodedRecord record) {}
}
