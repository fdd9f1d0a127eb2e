package org.limner.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of the contract, as the worker expects to find them: it never creates one itself. */
public final class RenderTopics {
    public static final String JOBS = "limner.jobs";
    public static final String RESULTS = "limner.results";
    public static final String DEAD_LETTER = "limner.dead-letter";

    /** Partitions of each topic in the standalone program: enough to see several at work on one machine. */
    public static final int STANDALONE_PARTITIONS = 4;

    private static final int MEBIBYTE = 1 << 20;

    private RenderTopics() {}

    /**
     * The three topics, without replicas.
     *
     * @param partitions of each: a job, its result and its dead letter have the same key
     */
    public static List<NewTopic> withPartitions(int partitions) {
        return List.of(
                // The broker stores jobs as they are, so that its size limit holds: 200 MB of zeros compress to less
                // than 1 MiB and would be unpacked in the worker.
                topic(JOBS, partitions, MEBIBYTE, Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed")),
                topic(RESULTS, partitions, 2 * MEBIBYTE, Map.of()),
                // A dead letter is a job record of any size the jobs topic takes, and headers that say why.
                topic(DEAD_LETTER, partitions, 2 * MEBIBYTE, Map.of()));
    }

    private static NewTopic topic(String name, int partitions, int maxMessageBytes, Map<String, String> more) {
        Map<String, String> configs = new HashMap<>(more);
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxMessageBytes));
        return new NewTopic(name, partitions, (short) 1).configs(configs);
    }
}
