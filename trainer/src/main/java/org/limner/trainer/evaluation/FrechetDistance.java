package org.limner.trainer.evaluation;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.limner.trainer.config.ConfigException;

/**
 * The distance of two sets of features, each taken for a normal distribution (Fréchet 1957; Dowson and Landau 1982, eq. 4;
 * Heusel et al. 2017, arXiv 1706.08500, eq. 6): {@code |m1 - m2|^2 + Tr(C1 + C2 - 2 (C1 C2)^(1/2))}, covariances with
 * divisor n - 1, all in double.
 *
 * <p>The root is not computed. With {@code C1 = F' F} and {@code C2 = G' G}, the eigenvalues of {@code C1 C2} are those
 * of {@code (F G')(F G')'}, so the trace of its root is the sum of the singular values of {@code F G'}. That squares
 * nothing, holds for singular covariances as it stands, and is small where there are few pictures.
 */
public final class FrechetDistance {
    private FrechetDistance() {}

    /**
     * At least 0, up to rounding.
     *
     * @throws ConfigException with the numbers if a set has fewer than 2 pictures, or their features differ in number
     */
    public static double between(FeatureSet one, FeatureSet other) {
        for (FeatureSet set : new FeatureSet[] {one, other}) {
            if (set.count() < 2) {
                throw new ConfigException(
                        "a covariance needs at least 2 pictures but " + set.name() + " has " + set.count());
            }
        }
        if (one.dimensions() != other.dimensions()) {
            throw new ConfigException("%s has %d features per picture but %s has %d"
                    .formatted(one.name(), one.dimensions(), other.name(), other.dimensions()));
        }
        double[] m1 = one.mean();
        double[] m2 = other.mean();
        double means = 0;
        for (int i = 0; i < m1.length; i++) {
            means += (m1[i] - m2[i]) * (m1[i] - m2[i]);
        }
        DMatrixRMaj f = one.covarianceFactor();
        DMatrixRMaj g = other.covarianceFactor();
        return means + squares(f) + squares(g) - 2 * sumOfSingularValues(f, g);
    }

    /** The trace of {@code F' F}. */
    private static double squares(DMatrixRMaj factor) {
        double sum = 0;
        for (int i = 0; i < factor.getNumElements(); i++) {
            sum += factor.data[i] * factor.data[i];
        }
        return sum;
    }

    private static double sumOfSingularValues(DMatrixRMaj f, DMatrixRMaj g) {
        DMatrixRMaj product = new DMatrixRMaj(f.getNumRows(), g.getNumRows());
        CommonOps_DDRM.multTransB(f, g, product);
        SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.svd(product.getNumRows(), product.getNumCols(), false, false, false);
        if (!decomposition.decompose(product)) {
            throw new IllegalStateException(
                    "no singular values of a matrix of " + f.getNumRows() + " x " + g.getNumRows());
        }
        double sum = 0;
        for (int i = 0; i < decomposition.numberOfSingularValues(); i++) {
            sum += decomposition.getSingularValues()[i];
        }
        return sum;
    }
}
