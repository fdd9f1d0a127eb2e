package org.limner.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of the contract, as the worker expects to find them: it never creates one itself. */
public final class RenderTopics {
    public static final String JOBS = "limner.jobs";
    public static final String JOBS_HIGH = "limner.jobs.high";
    public static final String JOBS_LOW = "limner.jobs.low";
    public static final String RESULTS = "limner.results";
    public static final String DEAD_LETTER = "limner.dead-letter";

    public static final List<String> RETRIES = List.of("limner.retry.5s", "limner.retry.30s", "limner.retry.5m");
    public static final String SEEN = "limner.seen";
    public static final String CANCELLATIONS = "limner.cancellations";

    /** Partitions of each topic in the standalone program: enough to see several at work on one machine. */
    public static final int STANDALONE_PARTITIONS = 4;

    private static final int MEBIBYTE = 1 << 20;

    /**
     * The broker stores records as they are, so that its size limit holds: 200 MB of zeros compress to less than 1 MiB and
     * would be unpacked in the worker.
     */
    private static final Map<String, String> AS_IT_IS = Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed");

    private RenderTopics() {}

    /**
     * All of them, without replicas.
     *
     * @param partitions of each: what is known of a job is in the partition that the job is in
     */
    public static List<NewTopic> withPartitions(int partitions) {
        List<NewTopic> topics = new ArrayList<>();
        for (String jobs : List.of(JOBS, JOBS_HIGH, JOBS_LOW)) {
            topics.add(topic(jobs, partitions, MEBIBYTE, AS_IT_IS));
        }
        topics.add(topic(RESULTS, partitions, 2 * MEBIBYTE, Map.of()));
        // A dead letter is a job record of any size the jobs topic takes, and headers that say why; so is a retry.
        topics.add(topic(DEAD_LETTER, partitions, 2 * MEBIBYTE, Map.of()));
        for (String retry : RETRIES) {
            topics.add(topic(retry, partitions, 2 * MEBIBYTE, AS_IT_IS));
        }
        topics.add(topic(SEEN, partitions, MEBIBYTE, table(Duration.ofDays(1))));
        Map<String, String> cancellations = new HashMap<>(table(Duration.ofDays(7)));
        cancellations.putAll(AS_IT_IS);
        topics.add(topic(CANCELLATIONS, partitions, MEBIBYTE, cancellations));
        return topics;
    }

    /** The latest record of each key, for a while. */
    private static Map<String, String> table(Duration kept) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete",
                TopicConfig.RETENTION_MS_CONFIG, String.valueOf(kept.toMillis()),
                // Nothing is removed from the segment that is being written.
                TopicConfig.SEGMENT_MS_CONFIG,
                        String.valueOf(Duration.ofHours(1).toMillis()));
    }

    private static NewTopic topic(String name, int partitions, int maxMessageBytes, Map<String, String> more) {
        Map<String, String> configs = new HashMap<>(more);
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxMessageBytes));
        return new NewTopic(name, partitions, (short) 1).configs(configs);
    }
}
