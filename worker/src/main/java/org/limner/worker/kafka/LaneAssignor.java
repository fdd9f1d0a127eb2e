package org.limner.worker.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives a member the same partitions of each topic it reads: every lane and every retry topic.
 *
 * <p>Kafka's cooperative sticky assignor counts partitions of all topics alike, and of a member that owns everything it
 * takes whole topics: the second worker would get the retries and the first one keep the jobs. Here that assignor shares
 * out the first topic alone, and the others follow it, number by number.
 */
public final class LaneAssignor implements ConsumerPartitionAssignor {
    private final CooperativeStickyAssignor sticky = new CooperativeStickyAssignor();

    @Override
    public String name() {
        return "limner-lanes";
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE);
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return sticky.subscriptionUserData(topics);
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        sticky.onAssignment(assignment, metadata);
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
        Map<String, Subscription> members = group.groupSubscription();
        TreeSet<String> topics = new TreeSet<>();
        members.values().forEach(member -> topics.addAll(member.topics()));
        String lead = topics.first();
        Map<String, Subscription> leading = new HashMap<>();
        members.forEach((member, subscription) -> leading.put(member, of(lead, subscription)));

        Map<String, Assignment> assignments = new HashMap<>();
        sticky.assign(metadata, new GroupSubscription(leading))
                .groupAssignment()
                .forEach((member, assignment) -> assignments.put(
                        member, new Assignment(follow(assignment, members, member, metadata), assignment.userData())));
        return new GroupAssignment(assignments);
    }

    private static Subscription of(String topic, Subscription all) {
        List<TopicPartition> owned = all.ownedPartitions().stream()
                .filter(partition -> partition.topic().equals(topic))
                .toList();
        return new Subscription(
                List.of(topic), all.userData(), owned, all.generationId().orElse(-1), all.rackId());
    }

    private static List<TopicPartition> follow(
            Assignment lead, Map<String, Subscription> members, String member, Cluster metadata) {
        Set<TopicPartition> others = new HashSet<>();
        members.forEach((name, subscription) -> {
            if (!name.equals(member)) {
                others.addAll(subscription.ownedPartitions());
            }
        });
        Set<TopicPartition> own = Set.copyOf(members.get(member).ownedPartitions());
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : members.get(member).topics()) {
            Integer count = metadata.partitionCountForTopic(topic);
            for (TopicPartition leader : lead.partitions()) {
                TopicPartition partition = new TopicPartition(topic, leader.partition());
                // What another member has it gives up first; it joins again when it has.
                if (count != null
                        && partition.partition() < count
                        && (own.contains(partition) || !others.contains(partition))) {
                    all.add(partition);
                }
            }
        }
        return all;
    }
}
