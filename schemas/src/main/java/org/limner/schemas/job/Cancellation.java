package org.limner.schemas.job;

import java.util.Optional;

/**
 * A job that nobody wants any more: the meaning of a record on {@code limner.cancellations}.
 *
 * @param job    the job, published already or not yet
 * @param reason a sentence for people, at most {@value #MAX_REASON} characters; it comes back in the job's result
 */
public record Cancellation(JobId job, Optional<String> reason) {
    public static final int MAX_REASON = 256;

    public Cancellation {
        if (reason.isPresent() && reason.get().length() > MAX_REASON) {
            throw new IllegalArgumentException("the reason of a cancellation has at most " + MAX_REASON
                    + " characters but this one " + reason.get().length());
        }
    }
}
