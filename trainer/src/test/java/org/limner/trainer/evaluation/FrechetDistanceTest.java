package org.limner.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.limner.trainer.config.ConfigException;

/**
 * Against closed forms. What could go wrong: the wrong divisor, a root that loses what small eigenvalues add, or one that fails
 * where there are fewer pictures than dimensions.
 */
class FrechetDistanceTest {
    @Test
    void ofDiagonalCovariancesIsTheDistanceOfTheirRoots() {
        double[] first = {1, 2, 3, 0.001};
        double[] second = {2, 0.5, 3, 10};
        FeatureSet one = axes("one", first, 5, 4);
        FeatureSet other = axes("other", second, 1, 4);

        // Two points at +-a on each of 4 axes: variance 2 a^2 / 7.
        double expected = 4 * 16.0;
        for (int i = 0; i < 4; i++) {
            expected += 2.0 / 7 * (first[i] - second[i]) * (first[i] - second[i]);
        }
        assertThat(FrechetDistance.between(one, other)).isCloseTo(expected, within(1e-5)); // features are float32
    }

    @Test
    void ofFewerPicturesThanDimensionsIsThatOfTheAxesTheyReach() {
        double[] first = {1, 2, 3};
        double[] second = {2, 2, 5};
        int dimensions = 200; // 6 pictures each: both covariances have rank 3

        double expected = 2.0 / 5 * (1 + 0 + 4);
        assertThat(FrechetDistance.between(axes("one", first, 0, dimensions), axes("other", second, 0, dimensions)))
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void ofTwoDimensionsThatDoNotCommuteAgreesWithTheClosedForm() {
        FeatureSet one = cloud("one", 40, 2, 20260101L, 3, 0.5);
        FeatureSet other = cloud("other", 25, 2, 20260102L, 0.7, 2);
        double[][] a = covariance(one);
        double[][] b = covariance(other);
        double[] m = one.mean();
        double[] n = other.mean();

        // Tr (AB)^(1/2) = (Tr AB + 2 det(AB)^(1/2))^(1/2) for 2 x 2.
        double traceOfProduct = a[0][0] * b[0][0] + 2 * a[0][1] * b[0][1] + a[1][1] * b[1][1];
        double root = Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinant(a) * determinant(b)));
        double expected = (m[0] - n[0]) * (m[0] - n[0])
                + (m[1] - n[1]) * (m[1] - n[1])
                + a[0][0]
                + a[1][1]
                + b[0][0]
                + b[1][1]
                - 2 * root;
        assertThat(FrechetDistance.between(one, other)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void doesNotDependOnWhichSideOfTheDimensionsTheCountIs() {
        // The same numbers, once with fewer pictures than dimensions: dimensions that are always zero add nothing.
        FeatureSet one = cloud("one", 30, 8, 20260103L, 1, 2);
        FeatureSet other = cloud("other", 20, 8, 20260104L, 2, 1);

        assertThat(FrechetDistance.between(padded(one, 100), padded(other, 100)))
                .isCloseTo(FrechetDistance.between(one, other), within(1e-9));
    }

    @Test
    void ofASetAndItselfIsZero() {
        FeatureSet few = cloud("few", 10, 50, 20260105L, 1, 1);
        FeatureSet many = cloud("many", 60, 50, 20260106L, 1, 1);

        assertThat(FrechetDistance.between(few, few)).isCloseTo(0, within(1e-9));
        assertThat(FrechetDistance.between(many, many)).isCloseTo(0, within(1e-9));
    }

    @Test
    void featuresThatSayNothingOrFollowFromOthersChangeNothing() {
        FeatureSet one = cloud("one", 30, 2, 20260107L, 1, 1);
        FeatureSet other = cloud("other", 30, 2, 20260108L, 2, 1);

        assertThat(FrechetDistance.between(padded(one, 4), padded(other, 4)))
                .isCloseTo(FrechetDistance.between(one, other), within(1e-9));
    }

    @Test
    void refusesOnePictureOtherDimensionsAndWhatIsNoNumber() {
        FeatureSet single = cloud("single", 1, 3, 1, 1, 1);
        FeatureSet pair = cloud("pair", 2, 3, 2, 1, 1);
        FeatureSet wide = cloud("wide", 2, 4, 3, 1, 1);

        assertThatThrownBy(() -> FrechetDistance.between(pair, single))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at least 2 pictures but single has 1");
        assertThatThrownBy(() -> FrechetDistance.between(pair, wide))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pair has 3 features per picture but wide has 4");
        assertThatThrownBy(() -> pair.add("street.png", new float[] {1, Float.NaN, 0}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("feature 1 of 3 of street.png is NaN");
    }

    /** Points at +-a on the first axes, around {@code mean} on all of the given count of them. */
    private static FeatureSet axes(String name, double[] a, double mean, int dimensions) {
        FeatureSet set = new FeatureSet(name);
        for (int axis = 0; axis < a.length; axis++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                float[] point = new float[dimensions];
                for (int i = 0; i < a.length; i++) {
                    point[i] = (float) mean;
                }
                point[axis] += (float) (sign * a[axis]);
                set.add("point", point);
            }
        }
        return set;
    }

    /** Correlated: each number leans on the one before it. */
    private static FeatureSet cloud(String name, int count, int dimensions, long seed, double scale, double lean) {
        Random random = new Random(seed);
        FeatureSet set = new FeatureSet(name);
        for (int n = 0; n < count; n++) {
            float[] point = new float[dimensions];
            for (int i = 0; i < dimensions; i++) {
                point[i] = (float) (scale * random.nextGaussian() + (i == 0 ? 0 : lean * point[i - 1] / 2) + seed % 7);
            }
            set.add("point", point);
        }
        return set;
    }

    private static FeatureSet padded(FeatureSet set, int dimensions) {
        FeatureSet wide = new FeatureSet(set.name());
        for (int n = 0; n < set.count(); n++) {
            wide.add("point", java.util.Arrays.copyOf(set.row(n), dimensions));
        }
        return wide;
    }

    private static double[][] covariance(FeatureSet set) {
        double[] mean = set.mean();
        double[][] covariance = new double[2][2];
        for (int n = 0; n < set.count(); n++) {
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    covariance[i][j] += (set.row(n)[i] - mean[i]) * (set.row(n)[j] - mean[j]) / (set.count() - 1);
                }
            }
        }
        return covariance;
    }

    private static double determinant(double[][] m) {
        return m[0][0] * m[1][1] - m[0][1] * m[1][0];
    }
}
