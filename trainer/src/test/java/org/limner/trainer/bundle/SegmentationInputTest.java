package org.limner.trainer.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limner.trainer.weights.WeightTensor;

/** What could go wrong: one example's labels in another's channels, edges in the channel of void. */
class SegmentationInputTest {
    private static final List<int[]> LABELS = List.of(new int[] {0, 1}, new int[] {1, 1});

    @Test
    void putsAOneIntoEveryPixelsChannelAndEdgesLast() {
        List<boolean[]> edges = List.of(new boolean[] {true, true}, new boolean[] {false, true});

        WeightTensor input = SegmentationInput.of(LABELS, edges, 3, 1, 2);

        assertThat(input.shape()).containsExactly(2, 3, 2, 1);
        assertThat(input.floats()).containsExactly(1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1);
    }

    @Test
    void hasLabelsAloneWhereNoEdgesAreRead() {
        assertThat(SegmentationInput.of(LABELS, null, 2, 2, 1).floats()).containsExactly(1, 0, 0, 1, 0, 0, 1, 1);
    }
}
