package org.limner.trainer.network;

import java.util.HashMap;
import java.util.Map;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** The generator a second time, from the paper's equations alone: double precision, loops, no engine, no fused anything. */
final class NaiveGenerator {
    private final GeneratorShape shape;
    private final StateDict weights;
    private final Map<String, double[]> values = new HashMap<>();
    private final boolean batchStatistics;

    /** {@code batchStatistics}: as in training mode; power iterations are {@link #iterate()}'s. */
    NaiveGenerator(GeneratorShape shape, StateDict weights, boolean batchStatistics) {
        this.shape = shape;
        this.weights = weights;
        this.batchStatistics = batchStatistics;
        weights.tensors().forEach((name, tensor) -> {
            if (tensor.type().floating()) {
                values.put(name, tensor.doubles().clone());
            }
        });
    }

    /** The live values of an array, to read after a forward pass or to nudge before one. */
    double[] values(String name) {
        return values.get(name);
    }

    /** One power iteration of every spectral norm: v = W'u / |W'u|, u = Wv / |Wv|. */
    void iterate() {
        for (String name : weights.names()) {
            if (name.endsWith(".weight_orig")) {
                double[] matrix = values.get(name);
                double[] u = values.get(name.replace("_orig", "_u"));
                double[] v = values.get(name.replace("_orig", "_v"));
                for (int j = 0; j < v.length; j++) {
                    v[j] = 0;
                    for (int i = 0; i < u.length; i++) {
                        v[j] += matrix[i * v.length + j] * u[i];
                    }
                }
                normalize(v);
                for (int i = 0; i < u.length; i++) {
                    u[i] = 0;
                    for (int j = 0; j < v.length; j++) {
                        u[i] += matrix[i * v.length + j] * v[j];
                    }
                }
                normalize(u);
            }
        }
    }

    private static void normalize(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= Math.sqrt(squares);
        }
    }

    NaiveTensor forward(NaiveTensor segmentation, double[][] z) {
        int first = 16 * shape.architecture().ngf();
        NaiveTensor x;
        if (shape.readsStyle()) {
            x = new NaiveTensor(z.length, first, shape.firstHeight(), shape.firstWidth());
            int outputs = first * x.h * x.w;
            for (int n = 0; n < z.length; n++) {
                for (int i = 0; i < outputs; i++) {
                    double sum = values.get("fc.bias")[i];
                    for (int k = 0; k < z[n].length; k++) {
                        sum += values.get("fc.weight")[i * z[n].length + k] * z[n][k];
                    }
                    x.values[n * outputs + i] = sum;
                }
            }
        } else {
            x = plain("fc", segmentation.nearest(shape.firstHeight(), shape.firstWidth()));
        }
        Upsampling upsampling = shape.architecture().upsampling();
        x = block("head_0", x, segmentation);
        x = block("G_middle_0", doubled(x), segmentation);
        x = block("G_middle_1", upsampling == Upsampling.NORMAL ? x : doubled(x), segmentation);
        for (int i = 0; i < (upsampling == Upsampling.MOST ? 5 : 4); i++) {
            x = block("up_" + i, doubled(x), segmentation);
        }
        return plain("conv_img", x.leakyRelu()).map(Math::tanh);
    }

    private static NaiveTensor doubled(NaiveTensor x) {
        return x.nearest(2 * x.h, 2 * x.w);
    }

    private NaiveTensor block(String name, NaiveTensor x, NaiveTensor segmentation) {
        NaiveTensor xs = x;
        if (weights.contains(name + ".norm_s.mlp_beta.bias")) {
            xs = spectral(name + ".conv_s", spade(name + ".norm_s", x, segmentation));
        }
        NaiveTensor dx = spectral(
                name + ".conv_0", spade(name + ".norm_0", x, segmentation).leakyRelu());
        return xs.plus(spectral(
                name + ".conv_1", spade(name + ".norm_1", dx, segmentation).leakyRelu()));
    }

    private NaiveTensor spade(String name, NaiveTensor x, NaiveTensor segmentation) {
        NaiveTensor a =
                plain(name + ".mlp_shared.0", segmentation.nearest(x.h, x.w)).map(v -> Math.max(0, v));
        NaiveTensor gamma = plain(name + ".mlp_gamma", a);
        NaiveTensor beta = plain(name + ".mlp_beta", a);
        NaiveTensor y = normalize(name + ".param_free_norm", x);
        for (int i = 0; i < y.values.length; i++) {
            y.values[i] = y.values[i] * (1 + gamma.values[i]) + beta.values[i];
        }
        return y;
    }

    private NaiveTensor normalize(String name, NaiveTensor x) {
        if (shape.architecture().normalization() == Normalization.INSTANCE) {
            return x.instanceNormalized();
        }
        double[] runningMean = values.get(name + ".running_mean");
        double[] runningVariance = values.get(name + ".running_var");
        if (!batchStatistics) {
            return x.normalized(runningMean, runningVariance);
        }
        double[] mean = x.means();
        double[] variance = x.variances();
        double count = x.n * x.h * x.w;
        for (int i = 0; i < x.c; i++) {
            runningMean[i] = 0.9 * runningMean[i] + 0.1 * mean[i];
            runningVariance[i] = 0.9 * runningVariance[i] + 0.1 * variance[i] * count / (count - 1);
        }
        return x.normalized(mean, variance);
    }

    private NaiveTensor plain(String name, NaiveTensor x) {
        WeightTensor weight = weights.get(name + ".weight");
        return x.convolution(
                weight, values.get(name + ".weight"), values.get(name + ".bias"), 1, (int) weight.size(2) / 2);
    }

    private NaiveTensor spectral(String name, NaiveTensor x) {
        if (!weights.contains(name + ".weight_orig")) {
            WeightTensor weight = weights.get(name + ".weight");
            return x.convolution(
                    weight, values.get(name + ".weight"), values.get(name + ".bias"), 1, (int) weight.size(2) / 2);
        }
        double[] matrix = values.get(name + ".weight_orig");
        double[] u = values.get(name + ".weight_u");
        double[] v = values.get(name + ".weight_v");
        double sigma = 0;
        for (int i = 0; i < u.length; i++) {
            for (int j = 0; j < v.length; j++) {
                sigma += u[i] * matrix[i * v.length + j] * v[j];
            }
        }
        double[] scaled = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            scaled[i] = matrix[i] / sigma;
        }
        WeightTensor weight = weights.get(name + ".weight_orig");
        return x.convolution(weight, scaled, values.get(name + ".bias"), 1, (int) weight.size(2) / 2);
    }
}
