package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** What could go wrong: fans counted without the kernel's area, a deviation 29 times too small, a seed that changes nothing. */
class InitializationTest {
    private final ImageEncoder encoder = new ImageEncoder(8, 16);

    @Test
    void givesTheSameBitsForTheSameSeed() {
        StateDict first = encoder.initialize(Initialization.REFERENCE_GPU, 1);
        StateDict again = encoder.initialize(Initialization.REFERENCE_GPU, 1);
        StateDict other = encoder.initialize(Initialization.REFERENCE_GPU, 2);

        for (String name : first.names()) {
            float[] values = first.get(name).floats();
            assertThat(again.get(name).floats()).as(name).isEqualTo(values);
            if (!name.endsWith("bias")) {
                assertThat(other.get(name).floats()).as(name).isNotEqualTo(values);
            }
        }
    }

    @Test
    void leavesSpectralWeightsAtPyTorchsDefaultAsTheReferenceDoesOnGpus() {
        StateDict weights = encoder.initialize(Initialization.REFERENCE_GPU, 3);
        float[] spectral = weights.get("layer5.0.weight_orig").floats(); // 64 x 64 x 3 x 3
        float[] plain = weights.get("fc_mu.weight").floats(); // 16 x 1024

        double bound = 1 / Math.sqrt(64 * 9);
        assertThat(deviation(spectral)).isCloseTo(bound / Math.sqrt(3), within(2e-4));
        assertThat(largest(spectral)).isLessThanOrEqualTo(bound).isGreaterThan(0.99 * bound);
        assertThat(deviation(plain)).isCloseTo(0.02 * Math.sqrt(2.0 / (1024 + 16)), within(1e-5));
        assertThat(weights.get("fc_mu.bias").floats()).containsOnly(0);
    }

    @Test
    void drawsEveryWeightFromGlorotsNormalAsThePaperSays() {
        float[] weight = encoder.initialize(Initialization.XAVIER, 3)
                .get("layer5.0.weight_orig")
                .floats();

        double expected = 0.02 * Math.sqrt(2.0 / (64 * 9 + 64 * 9));
        assertThat(deviation(weight)).isCloseTo(expected, within(0.02 * expected));
        assertThat(largest(weight)).isGreaterThan(3 * expected); // a normal's tails
    }

    @Test
    void gainScalesWhatHasOneAndNothingElse() {
        for (Initialization kind : Initialization.values()) {
            float[] once = encoder.initialize(kind, 0.5, 3).get("fc_mu.weight").floats();
            float[] twice = encoder.initialize(kind, 1, 3).get("fc_mu.weight").floats();
            double factor = kind == Initialization.KAIMING ? 1 : 2;
            for (int i = 0; i < once.length; i++) {
                assertThat((double) twice[i]).as(kind.name()).isCloseTo(factor * once[i], within(1e-7));
            }
        }
    }

    @Test
    void normalsDeviationIsTheGainAndKaimingsFollowsFromTheFanIn() {
        String layer = "layer5.0.weight_orig"; // 64 x 64 x 3 x 3
        assertThat(deviation(
                        encoder.initialize(Initialization.NORMAL, 3).get(layer).floats()))
                .isCloseTo(0.02, within(4e-4));
        assertThat(deviation(
                        encoder.initialize(Initialization.KAIMING, 3).get(layer).floats()))
                .isCloseTo(Math.sqrt(2.0 / (64 * 9)), within(1e-3));
    }

    @Test
    void orthogonalRowsOrColumnsArePerpendicularAndAsLongAsTheGain() {
        StateDict weights = encoder.initialize(Initialization.ORTHOGONAL, 0.5, 3);
        WeightTensor wide = weights.get("fc_mu.weight"); // 16 x 1024
        assertOrthogonal(wide.floats(), 16, 1024, 1, 1024);
        WeightTensor first = weights.get("layer1.0.weight_orig"); // 8 x 27
        assertOrthogonal(first.floats(), 8, 27, 1, 27);

        float[] tall = new float[40 * 12];
        RandomFill.orthogonal(tall, 40, 0.5, new SplittableRandom(4)); // more rows than columns
        assertOrthogonal(tall, 12, 1, 12, 40);
    }

    /** Vector a's element i is at {@code a * step + i * stride}. */
    private static void assertOrthogonal(float[] values, int vectors, int step, int stride, int length) {
        for (int a = 0; a < vectors; a++) {
            for (int b = 0; b < vectors; b++) {
                double dot = 0;
                for (int i = 0; i < length; i++) {
                    dot += (double) values[a * step + i * stride] * values[b * step + i * stride];
                }
                assertThat(dot).isCloseTo(a == b ? 0.25 : 0, within(1e-6));
            }
        }
    }

    @Test
    void startsPowerIterationFromUnitVectors() {
        StateDict weights = encoder.initialize(Initialization.REFERENCE_GPU, 3);
        for (String vector : new String[] {"layer3.0.weight_u", "layer3.0.weight_v"}) {
            float[] values = weights.get(vector).floats();
            double squares = IntStream.range(0, values.length)
                    .mapToDouble(i -> (double) values[i] * values[i])
                    .sum();
            assertThat(squares).as(vector).isCloseTo(1, within(1e-6));
        }
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value / values.length;
        }
        return Math.sqrt(squares);
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
