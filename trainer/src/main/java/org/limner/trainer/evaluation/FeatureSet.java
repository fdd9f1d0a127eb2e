package org.limner.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRPDecomposition_F64;
import org.limner.trainer.config.ConfigException;

/** What a feature extractor said about a set of pictures: {@code n x d} float32, one row per picture. Not thread-safe. */
public final class FeatureSet {
    private final String name;
    private final List<float[]> rows = new ArrayList<>();

    /** @param name of the pictures, for messages */
    public FeatureSet(String name) {
        this.name = name;
    }

    /**
     * Adds a picture's features, which are taken over.
     *
     * @param picture its name, for messages
     * @throws ConfigException if a feature is no number, or there are more or fewer than the others had
     */
    public void add(String picture, float[] features) {
        if (!rows.isEmpty() && rows.get(0).length != features.length) {
            throw new ConfigException("%s: %d features of %s but %d of the first picture"
                    .formatted(name, features.length, picture, rows.get(0).length));
        }
        for (int i = 0; i < features.length; i++) {
            if (!Float.isFinite(features[i])) {
                throw new ConfigException(
                        "%s: feature %d of %d of %s is %s, which is no number: no distance follows from it"
                                .formatted(name, i, features.length, picture, features[i]));
            }
        }
        rows.add(features);
    }

    public String name() {
        return name;
    }

    /** Pictures, n. */
    public int count() {
        return rows.size();
    }

    /** Numbers per picture, d. */
    public int dimensions() {
        return rows.isEmpty() ? 0 : rows.get(0).length;
    }

    /** A picture's features; not written to. */
    float[] row(int picture) {
        return rows.get(picture);
    }

    /** {@code d}: the mean over the pictures, in double. */
    double[] mean() {
        double[] mean = new double[dimensions()];
        for (float[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= rows.size();
        }
        return mean;
    }

    /**
     * {@code min(n, d) x d}: a matrix F whose {@code F' F} is the covariance with divisor n - 1. With fewer pictures than
     * dimensions, where the covariance is singular, F is the centred features themselves, otherwise their R of QR.
     */
    DMatrixRMaj covarianceFactor() {
        int n = count();
        int d = dimensions();
        double[] mean = mean();
        double scale = 1 / Math.sqrt(n - 1.0);
        DMatrixRMaj centred = new DMatrixRMaj(n, d);
        for (int row = 0; row < n; row++) {
            float[] features = rows.get(row);
            for (int i = 0; i < d; i++) {
                centred.data[row * d + i] = (features[i] - mean[i]) * scale;
            }
        }
        if (n <= d) {
            return centred;
        }
        // With pivoting, since features that are always zero, or follow from others, are no reason to fail.
        QRPDecomposition_F64<DMatrixRMaj> qr = DecompositionFactory_DDRM.qrp(n, d);
        if (!qr.decompose(centred)) {
            throw new IllegalStateException("no QR decomposition of " + n + " x " + d + " features of " + name);
        }
        int[] columns = qr.getColPivots();
        DMatrixRMaj r = qr.getR(null, true);
        DMatrixRMaj factor = new DMatrixRMaj(d, d);
        for (int row = 0; row < d; row++) {
            for (int i = 0; i < d; i++) {
                factor.data[row * d + columns[i]] = r.data[row * d + i];
            }
        }
        return factor;
    }
}
