package org.limner.worker.kafka;

import java.util.List;

/** The topics a worker reads and writes; it creates none of them. */
public record TopicNames(String jobs, String results, String deadLetters) {

    List<String> all() {
        return List.of(jobs, results, deadLetters);
    }
}
