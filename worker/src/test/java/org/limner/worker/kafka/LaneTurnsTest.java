package org.limner.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What could go wrong: a lane starves, or a lane that was empty for an hour then keeps all others out for as long. */
class LaneTurnsTest {
    private final LaneTurns turns = new LaneTurns();

    @Test
    void servesByWeightAndMixesWell() {
        List<Lane> served = serve(EnumSet.allOf(Lane.class), 24);

        assertThat(count(served)).isEqualTo(Map.of(Lane.HIGH, 16, Lane.NORMAL, 6, Lane.LOW, 2));
        assertThat(served.subList(0, 12)).as("each lane within one round").contains(Lane.values());
        assertThat(served.subList(0, 5))
                .as("no lane waits for the whole of another's share")
                .contains(Lane.NORMAL);
    }

    @Test
    void sharesOfAbsentLanesGoToTheOthers() {
        assertThat(count(serve(EnumSet.of(Lane.NORMAL, Lane.LOW), 8))).isEqualTo(Map.of(Lane.NORMAL, 6, Lane.LOW, 2));
        assertThat(turns.next(Set.of())).isEmpty();
    }

    @Test
    void nothingIsSavedUp() {
        serve(EnumSet.of(Lane.LOW), 1000);

        assertThat(count(serve(EnumSet.allOf(Lane.class), 12)))
                .isEqualTo(Map.of(Lane.HIGH, 8, Lane.NORMAL, 3, Lane.LOW, 1));
    }

    private List<Lane> serve(Set<Lane> waiting, int times) {
        List<Lane> served = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            served.add(turns.next(waiting).orElseThrow());
        }
        return served;
    }

    private static Map<Lane, Integer> count(List<Lane> served) {
        Map<Lane, Integer> count = new EnumMap<>(Lane.class);
        served.forEach(lane -> count.merge(lane, 1, Integer::sum));
        return count;
    }
}
