package org.limner.schemas.codec;

import java.util.List;
import java.util.Optional;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.JobError;

/** What the bytes of a job record turned out to be. */
public sealed interface DecodedJob {

    /** A job that keeps to the contract. */
    record Accepted(RenderJob job) implements DecodedJob {}

    /**
     * An envelope with an id and the job type, broken inside: ends FAILED with that id.
     *
     * @param tags the job's where they can be read, so that its owner finds the result; else empty
     */
    record Broken(JobId id, JobError error, List<String> tags, Optional<String> traceparent) implements DecodedJob {}

    /**
     * No job at all: goes to the dead-letter topic byte for byte.
     *
     * @param reason for programs; the dead letter's header {@value DeadLetterHeaders#REASON} holds its name
     * @param detail a sentence for people that names the attribute
     */
    record NotAJob(DeadLetterReason reason, String detail) implements DecodedJob {}
}
