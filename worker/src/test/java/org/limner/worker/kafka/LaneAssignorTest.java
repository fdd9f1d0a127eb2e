package org.limner.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * What could go wrong: one worker gets the lane with the jobs and another one the empty lanes; a partition goes to a new
 * owner before the old one has let go of it.
 */
class LaneAssignorTest {
    private static final List<String> TOPICS = List.of("jobs", "jobs.high", "retry.5s");
    private static final int PARTITIONS = 6;

    private final LaneAssignor assignor = new LaneAssignor();
    private Map<String, List<TopicPartition>> owned = new TreeMap<>();
    private int generation;

    @Test
    void everyMemberHasTheSamePartitionsOfEachTopic() {
        join("a");
        rebalance();
        assertThat(numbers("a")).hasSize(PARTITIONS);

        join("b");
        rebalance(); // a gives up
        assertThat(owned.get("b")).isEmpty();
        assertThat(numbers("a")).hasSize(PARTITIONS / 2);
        rebalance(); // b gets

        assertThat(numbers("a")).hasSize(PARTITIONS / 2);
        assertThat(numbers("b")).hasSize(PARTITIONS / 2).doesNotContainAnyElementsOf(numbers("a"));
    }

    @Test
    void aMemberThatStaysKeepsWhatItHas() {
        join("a");
        join("b");
        join("c");
        rebalance();
        Set<Integer> before = numbers("a");

        owned.remove("c");
        rebalance();

        assertThat(numbers("a")).containsAll(before).hasSize(3);
        assertThat(numbers("b")).hasSize(3);
    }

    private void join(String member) {
        owned.put(member, List.of());
    }

    private void rebalance() {
        Map<String, Subscription> members = new HashMap<>();
        owned.forEach((member, partitions) ->
                members.put(member, new Subscription(TOPICS, null, partitions, generation, Optional.empty())));
        Map<String, Assignment> assigned =
                assignor.assign(cluster(), new GroupSubscription(members)).groupAssignment();
        Map<String, List<TopicPartition>> next = new TreeMap<>();
        assigned.forEach((member, assignment) -> next.put(member, assignment.partitions()));
        Set<TopicPartition> all = new TreeSet<>((x, y) -> x.toString().compareTo(y.toString()));
        next.values()
                .forEach(partitions -> partitions.forEach(partition -> assertThat(all.add(partition))
                        .as("%s has one owner", partition)
                        .isTrue()));
        owned.forEach((member, before) -> next.forEach((other, partitions) -> {
            if (!other.equals(member)) {
                assertThat(partitions).as("let go of first").noneMatch(before::contains);
            }
        }));
        owned = next;
        generation++;
    }

    /** The numbers of a member's partitions; the same for each topic. */
    private Set<Integer> numbers(String member) {
        Map<String, Set<Integer>> byTopic = new TreeMap<>();
        TOPICS.forEach(topic -> byTopic.put(topic, new TreeSet<>()));
        owned.get(member).forEach(partition -> byTopic.get(partition.topic()).add(partition.partition()));
        assertThat(Set.copyOf(byTopic.values())).hasSize(1);
        return byTopic.get(TOPICS.get(0));
    }

    private static Cluster cluster() {
        Node node = new Node(1, "here", 1);
        List<PartitionInfo> partitions = new ArrayList<>();
        for (String topic : TOPICS) {
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new PartitionInfo(topic, i, node, new Node[] {node}, new Node[] {node}));
            }
        }
        return new Cluster("cluster", List.of(node), partitions, Set.of(), Set.of());
    }
}
