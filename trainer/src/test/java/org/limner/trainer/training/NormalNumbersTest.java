package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalNumbersTest {
    @Test
    void hasMeanZeroAndVarianceOneOverManySteps() {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int step = 0; step < 2_000; step++) {
            for (float number : new NormalNumbers(7, step).next(10)) {
                sum += number;
                squares += number * number;
                count++;
            }
        }

        assertThat(sum / count).isCloseTo(0, within(0.03)); // 4 deviations of the mean
        assertThat(squares / count).isCloseTo(1, within(0.04));
    }

    @Test
    void belongsToSeedAndStep() {
        assertThat(new NormalNumbers(7, 3).next(5)).isEqualTo(new NormalNumbers(7, 3).next(5));
        assertThat(new NormalNumbers(7, 3).next(5)).isNotEqualTo(new NormalNumbers(7, 4).next(5));
        assertThat(new NormalNumbers(7, 3).next(5)).isNotEqualTo(new NormalNumbers(8, 3).next(5));
    }
}
