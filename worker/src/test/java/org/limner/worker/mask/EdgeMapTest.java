package org.limner.worker.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.worker.fixture.Masks;

/** What can go wrong: one of a pair's pixels missed, wrapping at the border, edges found before the resize. */
class EdgeMapTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "5, 9", "64, 32", "100, 30", "31, 90"})
    void marksBothPixelsOfEveryDifferingPair(int width, int height) {
        IndexImage instances = Masks.random(new Random(20260806), width, height, 1, 1, 1, 2, 40_000);

        EdgeMap edges = EdgeMap.of(instances, 64, 32);

        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 64; x++) {
                int id = sampled(instances, x, y);
                boolean differs = x > 0 && sampled(instances, x - 1, y) != id
                        || x < 63 && sampled(instances, x + 1, y) != id
                        || y > 0 && sampled(instances, x, y - 1) != id
                        || y < 31 && sampled(instances, x, y + 1) != id;
                assertThat(edges.at(x, y)).as("(%d, %d)", x, y).isEqualTo(differs);
            }
        }
    }

    @Test
    void oneInstanceHasNoEdges() {
        EdgeMap edges = EdgeMap.of(new IndexImage(3, 3, new short[9]), 16, 16);

        edges.forEachEdge(
                (x, y) -> assertThat(false).as("edge at (%d, %d)", x, y).isTrue());
    }

    @Test
    void visitsTheEdgesItHas() {
        EdgeMap edges = EdgeMap.of(new IndexImage(2, 2, new short[] {1, 1, 1, 2}), 2, 2);

        StringBuilder visited = new StringBuilder();
        edges.forEachEdge((x, y) -> visited.append(x).append(y).append(' '));
        assertThat(visited).hasToString("10 01 11 ");
    }

    private static int sampled(IndexImage image, int x, int y) {
        return image.at((int) ((x + 0.5) * image.width() / 64), (int) ((y + 0.5) * image.height() / 32));
    }
}
