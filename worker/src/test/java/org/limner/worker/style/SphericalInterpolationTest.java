package org.limner.worker.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.seed.GaussianStream;

/** What can go wrong: ends that are not the ends, a middle that is too short, no number where there is no angle. */
class SphericalInterpolationTest {
    @Test
    void theEndsAreExactlyTheVectors() {
        float[] from = {-0f, 1e-30f, 3};
        float[] to = {5, -0f, 1e30f};

        assertThat(SphericalInterpolation.between(from, to, 0)).isEqualTo(from).isNotSameAs(from);
        assertThat(SphericalInterpolation.between(from, to, 1)).isEqualTo(to).isNotSameAs(to);
        assertThat(SphericalInterpolation.between(from, to, -0.0)).isEqualTo(from);
    }

    @Test
    void aThirdOfARightAngleIsThirtyDegrees() {
        float[] third = SphericalInterpolation.between(new float[] {1, 0}, new float[] {0, 1}, 1 / 3.0);

        assertThat(third[0]).isEqualTo((float) StrictMath.cos(Math.PI / 6));
        assertThat(third[1]).isEqualTo(0.5f);
    }

    @Test
    void lengthsGoFromOneToTheOther() {
        float[] half = SphericalInterpolation.between(new float[] {2, 0}, new float[] {0, 4}, 0.5);

        float root = (float) StrictMath.sqrt(0.5);
        assertThat(half[0]).isCloseTo(2 * root, within(1e-6f));
        assertThat(half[1]).isCloseTo(4 * root, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 0.5, 0.9})
    void staysNearTheSphereWhereTheStraightLineDoesNot(double at) {
        float[] from = GaussianStream.sample(7, 256);
        float[] to = GaussianStream.sample(8, 256);

        assertThat(norm(SphericalInterpolation.between(from, to, at))).isBetween(14.5, 17.5); // sqrt(256) = 16
    }

    @Test
    void goingBackGivesTheSame() {
        float[] from = GaussianStream.sample(1, 8);
        float[] to = GaussianStream.sample(2, 8);

        float[] there = SphericalInterpolation.between(from, to, 0.25);
        float[] back = SphericalInterpolation.between(to, from, 0.75);

        for (int i = 0; i < 8; i++) {
            assertThat(there[i]).isCloseTo(back[i], within(1e-6f));
        }
    }

    @Test
    void theStraightLineIsTakenWhereThereIsNoArc() {
        float[] vector = {3, -4};

        assertThat(SphericalInterpolation.between(new float[2], vector, 0.5)).containsExactly(1.5f, -2);
        assertThat(SphericalInterpolation.between(vector, new float[2], 0.25)).containsExactly(2.25f, -3);
        assertThat(SphericalInterpolation.between(new float[2], new float[2], 0.5))
                .containsExactly(0, 0);
        assertThat(SphericalInterpolation.between(vector, vector, 0.3)).containsExactly(3, -4);
        assertThat(SphericalInterpolation.between(vector, new float[] {6, -8}, 0.5))
                .containsExactly(4.5f, -6);
        assertThat(SphericalInterpolation.between(vector, new float[] {-3, 4}, 0.25))
                .containsExactly(1.5f, -2);
        assertThat(SphericalInterpolation.between(vector, new float[] {-3, 4}, 0.5))
                .containsExactly(0, 0);
    }

    @Test
    void vectorsOfDifferentLengthsHaveNothingBetweenThem() {
        assertThatThrownBy(() -> SphericalInterpolation.between(new float[2], new float[3], 0.5))
                .hasMessage("vectors of 2 and 3 numbers have nothing between them");
    }

    private static double norm(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
