package org.limner.worker.job;

import java.util.List;
import java.util.Optional;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;

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
        EncodedRecord record = codec.encode(result, source);
        if (record.value().length <= limits.resultBytes()) {
            return new Encoded(result, record);
        }
        RenderResult failed = new RenderResult(
                result.job(),
                ResultStatus.FAILED,
                List.of(),
                Optional.of(JobError.at(
                        "/output",
                        ErrorCode.RESULT_TOO_LARGE,
                        "the result with its " + result.images().size() + " images has " + record.value().length
                                + " bytes but at most " + limits.resultBytes()
                                + " travel in a message. Ask for image/jpeg or fewer styles")),
                result.provenance(),
                result.timing(),
                result.tags(),
                result.traceparent());
        return new Encoded(failed, codec.encode(failed, source));
    }

    /**
     * A result on its way out.
     *
     * @param result what the record says: the one given, or the FAILED one in its place
     */
    public record Encoded(RenderResult result, EncodedRecord record) {}
}
