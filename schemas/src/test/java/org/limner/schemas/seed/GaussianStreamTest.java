package org.limner.schemas.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.Readme;
import org.limner.schemas.job.Style;

/** Anyone must be able to make our style vectors from the README alone: its numbers are the truth here. */
class GaussianStreamTest {
    static List<List<String>> numbers() {
        return Readme.table("seed", "z[0]");
    }

    static List<List<String>> digests() {
        return Readme.table("seed", "styleDigest");
    }

    static List<List<String>> derivedSeeds() {
        return Readme.table("job id", "index");
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void givesNumbersOfReadme(List<String> row) {
        float[] z = GaussianStream.sample(Long.parseLong(row.get(0)), row.size() - 1);
        for (int i = 0; i < z.length; i++) {
            assertThat(z[i]).as("z[%d]", i).isEqualTo(Float.parseFloat(row.get(i + 1)));
        }
    }

    @ParameterizedTest
    @MethodSource("digests")
    void givesDigestsOfReadme(List<String> row) {
        float[] z = GaussianStream.sample(Long.parseLong(row.get(0)), 256);
        assertThat(GaussianStream.digest(z)).isEqualTo(row.get(1));
    }

    @ParameterizedTest
    @MethodSource("derivedSeeds")
    void givesDerivedSeedsOfReadme(List<String> row) {
        assertThat(GaussianStream.derivedSeed(row.get(0), Integer.parseInt(row.get(1))))
                .isEqualTo(Long.parseLong(row.get(2)));
    }

    @Test
    void readmeHasVectorsForBothEndsOfTheSeedsRangeAndForTheKeysHighWord() {
        assertThat(numbers()).extracting(row -> Long.parseLong(row.get(0))).contains(0L, Style.LARGEST_SEED, 1L << 32);
        assertThat(digests()).hasSameSizeAs(numbers());
        assertThat(derivedSeeds()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 255})
    void longerSampleBeginsWithShorterOne(int count) {
        float[] longer = GaussianStream.sample(20260101, 256);
        assertThat(GaussianStream.sample(20260101, count)).isEqualTo(Arrays.copyOf(longer, count));
    }

    @Test
    void isStandardNormal() {
        float[] z = GaussianStream.sample(42, 1_000_000);
        double sum = 0;
        double squares = 0;
        int beyondTwo = 0;
        for (float value : z) {
            sum += value;
            squares += value * value;
            beyondTwo += Math.abs(value) > 2 ? 1 : 0;
        }
        // Four standard errors of a million numbers: 4 / sqrt(n), 4 * sqrt(2 / n), 4 * sqrt(p (1 - p) / n).
        assertThat(sum / z.length).isCloseTo(0, within(0.004));
        assertThat(squares / z.length).isCloseTo(1, within(0.0057));
        assertThat(beyondTwo / (double) z.length).isCloseTo(0.0455, within(0.0009));
    }

    @Test
    void derivedSeedsStayInRange() {
        for (int i = 0; i < 1000; i++) {
            assertThat(GaussianStream.derivedSeed("job", i)).isBetween(0L, Style.LARGEST_SEED);
        }
    }

    @Test
    void rejectsSeedOutOfRange() {
        assertThatThrownBy(() -> GaussianStream.sample(-1, 4)).hasMessageContaining("but is -1");
        assertThatThrownBy(() -> GaussianStream.sample(1L << 53, 4)).hasMessageContaining("but is 9007199254740992");
    }
}
