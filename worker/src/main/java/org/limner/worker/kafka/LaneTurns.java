package org.limner.worker.kafka;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose turn it is among the lanes that have something waiting: 8 of HIGH for 3 of NORMAL and 1 of LOW, well mixed. A lane
 * with nothing waiting saves nothing up for later.
 *
 * <p>Each turn gives every waiting lane its weight in credit; the lane with the most credit is served and pays what all of
 * them got together.
 */
final class LaneTurns {
    private final Map<Lane, Integer> credit = new EnumMap<>(Lane.class);

    /** The lane to be served; empty when none waits. */
    Optional<Lane> next(Set<Lane> waiting) {
        credit.keySet().retainAll(waiting);
        Lane best = null;
        int given = 0;
        for (Lane lane : waiting) {
            credit.merge(lane, lane.weight(), Integer::sum);
            given += lane.weight();
            if (best == null || credit.get(lane) > credit.get(best)) {
                best = lane;
            }
        }
        if (best != null) {
            credit.merge(best, -given, Integer::sum);
        }
        return Optional.ofNullable(best);
    }
}
