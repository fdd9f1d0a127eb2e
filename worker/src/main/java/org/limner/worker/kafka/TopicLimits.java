package org.limner.worker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the topics' settings let every outcome be published. A result the broker refuses would block its partition. */
final class TopicLimits {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);

    /** A dead letter or a retry is a job's record with at most this much more in its headers. */
    static final int HEADER_BYTES = 64 << 10;

    private static final String MAX_BYTES = "max.message.bytes";
    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION = "retention.ms";
    private static final String COMPRESSION = "compression.type";

    private final TopicNames topics;
    private final int resultBytes;
    private final Duration seenWindow;

    /**
     * @param resultBytes of the largest result
     * @param seenWindow  how long seen jobs are to be remembered
     */
    TopicLimits(TopicNames topics, int resultBytes, Duration seenWindow) {
        this.topics = topics;
        this.resultBytes = resultBytes;
        this.seenWindow = seenWindow;
    }

    /** Everything that is wrong, in one sentence; empty when nothing is, as far as this worker may see. */
    Optional<String> wrong(TopicDescriptions descriptions) {
        List<String> wrong = new ArrayList<>();
        long largestJob = 0;
        for (String lane : topics.lanes().keySet()) {
            Optional<Map<String, String>> settings = settings(descriptions, lane);
            if (settings.isPresent()) {
                long bytes = Long.parseLong(settings.get().get(MAX_BYTES));
                largestJob = Math.max(largestJob, bytes);
                if (bytes + HEADER_BYTES > ClientProperties.MAX_REQUEST_BYTES) {
                    wrong.add(lane + " has " + MAX_BYTES + " " + bytes + " but a worker publishes records of "
                            + ClientProperties.MAX_REQUEST_BYTES + " bytes at most, " + HEADER_BYTES
                            + " of them for headers");
                }
                checkCompression(lane, settings.get(), wrong);
            }
        }
        checkSize(descriptions, topics.results(), resultBytes + HEADER_BYTES, wrong);
        checkSize(descriptions, topics.deadLetters(), largestJob + HEADER_BYTES, wrong);
        for (RetryTopic retry : topics.retries()) {
            checkSize(descriptions, retry.name(), largestJob + HEADER_BYTES, wrong)
                    .ifPresent(settings -> checkCompression(retry.name(), settings, wrong));
        }
        settings(descriptions, topics.cancellations())
                .ifPresent(settings -> checkCompression(topics.cancellations(), settings, wrong));
        shortMemory(descriptions).ifPresent(LOG::warn);
        return wrong.isEmpty() ? Optional.empty() : Optional.of("topic " + String.join("; topic ", wrong));
    }

    /** Whether the broker forgets seen jobs before the workers do; everything is published all the same. */
    Optional<String> shortMemory(TopicDescriptions descriptions) {
        return settings(descriptions, topics.seen())
                .filter(all -> all.getOrDefault(CLEANUP, "").contains("delete"))
                .map(all -> Long.parseLong(all.getOrDefault(RETENTION, "-1"))) // -1: for ever
                .filter(millis -> millis >= 0 && millis < seenWindow.toMillis())
                .map(millis -> "topic " + topics.seen() + " has " + RETENTION + " " + millis
                        + " but limner.kafka.seen-window is " + seenWindow.toMillis()
                        + " ms: jobs that are published again later than that may be rendered again");
    }

    private static Optional<Map<String, String>> checkSize(
            TopicDescriptions descriptions, String topic, long atLeast, List<String> wrong) {
        Optional<Map<String, String>> settings = settings(descriptions, topic);
        settings.map(all -> Long.parseLong(all.get(MAX_BYTES)))
                .filter(bytes -> bytes < atLeast)
                .ifPresent(bytes -> wrong.add(topic + " has " + MAX_BYTES + " " + bytes + " but needs " + atLeast));
        return settings;
    }

    /** What clients compress passes the broker's limit small and is unpacked here, whatever it unpacks to. */
    private static void checkCompression(String topic, Map<String, String> settings, List<String> wrong) {
        String compression = settings.get(COMPRESSION);
        if (!"uncompressed".equals(compression)) {
            wrong.add(topic + " has " + COMPRESSION + " " + compression + " but needs uncompressed");
        }
    }

    private static Optional<Map<String, String>> settings(TopicDescriptions descriptions, String topic) {
        Optional<Map<String, String>> settings = descriptions.settings(topic);
        if (settings.isEmpty()) {
            LOG.warn("The settings of topic {} are not checked: describing them is not allowed", topic);
        }
        return settings;
    }
}
