package org.limner.trainer.onnx;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.Initialization;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * Random weights whose images use the whole range: freshly initialised networks give nearly constant ones, in which a mistake
 * would drown. Spectral norms' u and v are near their fixed point, as after training.
 */
public final class LivelyWeights {
    private LivelyWeights() {}

    public static StateDict generator(GeneratorShape shape, long seed) {
        return generator(new SpadeGenerator(shape), seed);
    }

    public static StateDict generator(SpadeGenerator generator, long seed) {
        return lively(generator.initialize(Initialization.XAVIER, seed), new SplittableRandom(seed));
    }

    /** The reference's encoder, with instance norm. */
    public static StateDict encoder(int nef, int styleSize, long seed) {
        return encoder(new ImageEncoder(nef, styleSize), seed);
    }

    public static StateDict encoder(ImageEncoder encoder, long seed) {
        return lively(encoder.initialize(Initialization.XAVIER, seed), new SplittableRandom(seed));
    }

    private static StateDict lively(StateDict fresh, SplittableRandom random) {
        StateDict lively = new StateDict();
        fresh.tensors().forEach((name, tensor) -> {
            if (!name.endsWith(".weight_u") && !name.endsWith(".weight_v")) {
                lively.put(name, tensor.type().floating() ? values(name, tensor, random) : tensor);
                return;
            }
            String layer = name.substring(0, name.lastIndexOf('.'));
            float[][] vectors = singularVectors(lively.get(layer + ".weight_orig"));
            lively.put(name, WeightTensor.of(vectors[name.endsWith("u") ? 0 : 1], tensor.shape()));
        });
        return lively;
    }

    private static WeightTensor values(String name, WeightTensor tensor, SplittableRandom random) {
        float[] values = new float[tensor.elements()];
        // Convolutions after a spectral norm are shrunk by it; the last one brings the sum into tanh's range.
        double fanIn = (double) tensor.elements() / Math.max(1, tensor.rank() == 0 ? 1 : tensor.size(0));
        boolean unshrunk = name.matches(".*\\.conv_[01s]\\.weight");
        double deviation = tensor.rank() < 2 ? 0.1 : (unshrunk ? 0.4 : 1.5) / Math.sqrt(fanIn);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float)
                    (name.endsWith("running_var")
                            ? 0.5 + random.nextDouble()
                            : deviation * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2);
        }
        return WeightTensor.of(values, tensor.shape());
    }

    private static float[][] singularVectors(WeightTensor weight) {
        int out = (int) weight.size(0);
        int rest = weight.elements() / out;
        float[] w = weight.floats();
        float[] u = new float[out];
        float[] v = new float[rest];
        Arrays.fill(u, (float) (1 / Math.sqrt(out)));
        for (int iteration = 0; iteration < 3; iteration++) {
            for (int column = 0; column < rest; column++) {
                v[column] = 0;
                for (int row = 0; row < out; row++) {
                    v[column] += w[row * rest + column] * u[row];
                }
            }
            normalize(v);
            for (int row = 0; row < out; row++) {
                u[row] = 0;
                for (int column = 0; column < rest; column++) {
                    u[row] += w[row * rest + column] * v[column];
                }
            }
            normalize(u);
        }
        return new float[][] {u, v};
    }

    private static void normalize(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
    }
}
