package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What could go wrong: points lost between stretches, a line that lags behind its band, numbers nobody can read. */
class CurveTest {
    @Test
    void thinsWithoutLosingAnExtreme() {
        Curve curve = curve(IntStream.range(0, 10_007).mapToDouble(i -> i == 5_000 ? 99 : i == 7_000 ? -99 : 1));

        List<Curve.Stretch> thinned = curve.thinned(280);
        assertThat(thinned).hasSize(280);
        assertThat(thinned.stream().mapToDouble(Curve.Stretch::most).max()).hasValue(99);
        assertThat(thinned.stream().mapToDouble(Curve.Stretch::least).min()).hasValue(-99);
    }

    @Test
    void smoothsARampToItself() {
        Curve curve = curve(IntStream.range(0, 1_000).mapToDouble(i -> 3 * i));

        assertThat(curve.thinned(100))
                .allSatisfy(stretch -> assertThat(stretch.smoothed()).isCloseTo(3 * stretch.step(), within(1e-6)));
    }

    @Test
    void drawsFewPointsAsTheyAre() {
        assertThat(curve(IntStream.of(4, 2, 9).mapToDouble(i -> i)).thinned(280))
                .extracting(Curve.Stretch::smoothed)
                .containsExactly(4.0, 2.0, 9.0);
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        assertThat(new Curve("x", List.of(new Curve.Point(1, Double.NaN))).isEmpty())
                .isTrue();
    }

    @Test
    void isLogarithmicOnlyOverAWideRangeAboveZero() {
        assertThat(new Chart(List.of(curve(IntStream.rangeClosed(1, 1_000).mapToDouble(i -> i)))).logarithmic())
                .isTrue();
        assertThat(new Chart(List.of(curve(IntStream.rangeClosed(900, 1_000).mapToDouble(i -> i)))).logarithmic())
                .isFalse();
        assertThat(new Chart(List.of(curve(IntStream.rangeClosed(-200, 1_000).mapToDouble(i -> i)))).logarithmic())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.25, 0.25",
        "12.5, 12.5",
        "812, 812",
        "12000, 12k",
        "2500000, 2.5M",
        "0.0002, 2e-4",
        "-1.5, -1.5"
    })
    void writesNumbersShortly(double value, String text) {
        assertThat(Chart.number(value)).isEqualTo(text);
    }

    private static Curve curve(DoubleStream values) {
        double[] all = values.toArray();
        return new Curve(
                "x",
                IntStream.range(0, all.length)
                        .mapToObj(i -> new Curve.Point(i, all[i]))
                        .toList());
    }
}
