package org.limner.chaos.audit;

import java.util.List;
import java.util.Optional;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.ResultStatus;

/**
 * What a reader of committed records finds on the results or the dead-letter topic.
 *
 * @param key     the job's id
 * @param written milliseconds since 1970, by the clock of whoever wrote it
 */
public record Arrival(String topic, int partition, long offset, long written, String key, Content content) {

    /** Either of two things. */
    public sealed interface Content {}

    /**
     * A terminal result.
     *
     * @param code    empty when it SUCCEEDED
     * @param digests SHA-256 of each image's bytes as they came
     */
    public record Answer(ResultStatus status, Optional<ErrorCode> code, List<String> digests) implements Content {
        public Answer {
            digests = List.copyOf(digests);
        }

        @Override
        public String toString() {
            return code.map(why -> status + " with " + why).orElse(status.toString());
        }
    }

    /** A dead letter, or a result that cannot be read, which says so. */
    public record Letter(String reason) implements Content {
        @Override
        public String toString() {
            return "a dead letter for " + reason;
        }
    }
}
