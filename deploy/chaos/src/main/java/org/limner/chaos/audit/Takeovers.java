package org.limner.chaos.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.limner.schemas.codec.Topics;

/**
 * How long the jobs of a killed worker's partitions waited for the first result after the kill. A job, its result and
 * their partitions go together: both topics have as many partitions, and both records the same key. Thread-safe.
 */
public final class Takeovers {
    private final List<Open> open = new ArrayList<>();
    private final List<Takeover> measured = new ArrayList<>();
    private int faults;

    /**
     * From a kill to the first result.
     *
     * @param undisturbed whether no other fault was made meanwhile
     */
    public record Takeover(double seconds, boolean undisturbed) {}

    private record Open(long killedAt, Set<Integer> partitions, int faultsBefore) {}

    /** A fault was made, of whatever kind. */
    public synchronized void fault() {
        faults++;
    }

    /**
     * A worker was killed.
     *
     * @param killedAt   milliseconds since 1970, when the process was gone
     * @param partitions that it had; none when nobody knows
     */
    public synchronized void killed(long killedAt, Set<Integer> partitions) {
        open.add(new Open(killedAt, Set.copyOf(partitions), faults));
    }

    public synchronized void arrived(Arrival arrival) {
        if (!arrival.topic().equals(Topics.RESULTS)) {
            return;
        }
        open.removeIf(kill -> {
            boolean over = arrival.written() > kill.killedAt && kill.partitions.contains(arrival.partition());
            if (over) {
                measured.add(new Takeover((arrival.written() - kill.killedAt) / 1000.0, faults == kill.faultsBefore));
            }
            return over;
        });
    }

    public synchronized List<Takeover> measured() {
        return List.copyOf(measured);
    }
}
