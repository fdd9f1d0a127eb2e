package org.limner.chaos.job;

import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.ResultStatus;

/** What must come of a record, once. */
public sealed interface Expectation {

    /** A SUCCEEDED result with the images that {@code job} gives when it is rendered undisturbed. */
    record Images(RenderJob job) implements Expectation {}

    /** The same images, or CANCELLED: the cancellation may come too late. */
    record ImagesOrCancelled(RenderJob job) implements Expectation {}

    /** A result without images. */
    record Refusal(ResultStatus status, ErrorCode code) implements Expectation {}

    /** No result, but a dead letter under the record's key with this reason. */
    record DeadLetter(String reason) implements Expectation {}
}
