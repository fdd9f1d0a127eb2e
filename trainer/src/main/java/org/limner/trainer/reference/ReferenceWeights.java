package org.limner.trainer.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.MultiscaleDiscriminator;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightFile;
import org.limner.trainer.weights.WeightTensor;

/**
 * State dicts of the reference implementation in the one spelling that the networks here read, whichever version of torch wrote them.
 */
final class ReferenceWeights {
    private static final String WRAPPER = "module."; // of torch's DataParallel

    /** A layer of an encoder without norms, which the reference does not wrap into a sequence with one. */
    private static final Pattern BARE_LAYER = Pattern.compile("(layer[1-6])\\.((?:weight|bias).*)");

    private static final Pattern WRAPPED_LAYER = Pattern.compile("(layer[1-6])\\.0\\.(.*)");

    private ReferenceWeights() {}

    /**
     * Reads a file in the spelling of the networks here.
     *
     * @throws IOException     if the file is broken; the message names it and the tensor
     * @throws ConfigException if there is no such file, or it is another network's
     * @throws IllegalArgumentException that names the file, and every tensor which is missing, too many or of another shape,
     *                         where an encoder's or discriminator's do not fit each other
     */
    static StateDict read(Path file, NetworkKind wanted) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("there is no file " + file);
        }
        StateDict weights = normalized(WeightFile.read(file));
        Optional<NetworkKind> kind = NetworkKind.of(weights);
        if (kind.isPresent() && kind.get() != wanted) {
            throw new ConfigException("%s holds the weights of the %s, but --%s names it"
                    .formatted(file.getFileName(), kind.get().noun(), wanted.noun()));
        }
        checkByItself(file, wanted, weights);
        return weights;
    }

    /** What can be told without knowing more than the file; a generator needs options to be known. */
    private static void checkByItself(Path file, NetworkKind kind, StateDict weights) {
        try {
            switch (kind) {
                case GENERATOR -> {}
                case ENCODER -> ImageEncoder.of(weights);
                case DISCRIMINATOR -> MultiscaleDiscriminator.of(weights);
            }
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(file.getFileName() + ": " + unfit.getMessage(), unfit);
        }
    }

    /** An encoder's weights under the reference's names: those of here but where it has no norms. */
    static StateDict referenceNames(StateDict encoder) {
        if (!encoder.contains("layer1.0.bias")) {
            return encoder;
        }
        StateDict renamed = new StateDict();
        encoder.tensors()
                .forEach((name, tensor) ->
                        renamed.put(WRAPPED_LAYER.matcher(name).replaceFirst("$1.$2"), tensor));
        return renamed;
    }

    /**
     * Floats become float32; the wrapper's prefix goes; spectral norms get the {@code weight_v} that torch before 1.0 did not store
     * and lose the {@code weight} that it did; batch norms get the counter that torch before 0.4.1 did not have; layers of an encoder without norms are named as
     * those with them.
     */
    static StateDict normalized(StateDict given) {
        StateDict read = new StateDict();
        given.tensors()
                .forEach((name, tensor) -> read.put(BARE_LAYER.matcher(name).replaceFirst("$1.0.$2"), tensor));
        boolean wrapped = !read.isEmpty() && read.names().stream().allMatch(name -> name.startsWith(WRAPPER));
        StateDict named = wrapped ? read.under(WRAPPER) : read;
        StateDict normalized = new StateDict();
        named.tensors().forEach((name, tensor) -> {
            String layer = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            if (name.endsWith(".weight") && named.contains(layer + ".weight_orig")) {
                return; // derived from weight_orig, u and v
            }
            normalized.put(name, tensor.type().floating() ? WeightTensor.of(tensor.floats(), tensor.shape()) : tensor);
            if (name.endsWith(".weight_u")
                    && named.contains(layer + ".weight_orig")
                    && !named.contains(layer + ".weight_v")) {
                normalized.put(layer + ".weight_v", rightVector(named, layer));
            }
            if (name.endsWith(".running_var") && !named.contains(layer + ".num_batches_tracked")) {
                normalized.put(layer + ".num_batches_tracked", WeightTensor.of(new long[1]));
            }
        });
        return normalized;
    }

    /**
     * v from u: the direction of {@code W^T u}. Its length is 1, as power iteration leaves it, or, where the file has the normalised
     * weight too, such that {@code u^T W v} is the divisor which that weight was made with.
     */
    private static WeightTensor rightVector(StateDict weights, String layer) {
        WeightTensor original = weights.get(layer + ".weight_orig");
        int out = (int) original.size(0);
        int rest = original.elements() / out;
        float[] w = original.floats();
        float[] u = weights.get(layer + ".weight_u", out).floats();
        double[] direction = new double[rest];
        for (int row = 0; row < out; row++) {
            for (int column = 0; column < rest; column++) {
                direction[column] += (double) u[row] * w[row * rest + column];
            }
        }
        double squares = 0;
        for (double value : direction) {
            squares += value * value; // |W^T u|^2, which is u^T W (W^T u)
        }
        double scale = weights.find(layer + ".weight")
                        .flatMap(normalized -> ratio(w, normalized.floats()))
                        .orElse(Math.sqrt(squares))
                / squares;
        float[] v = new float[rest];
        for (int column = 0; column < rest; column++) {
            v[column] = (float) (direction[column] * scale);
        }
        return WeightTensor.of(v, rest);
    }

    /** The number by which {@code divided} was divided, by least squares; empty where it is all zero or of another size. */
    private static Optional<Double> ratio(float[] original, float[] divided) {
        double products = 0;
        double squares = 0;
        for (int i = 0; i < original.length && original.length == divided.length; i++) {
            products += (double) original[i] * divided[i];
            squares += (double) divided[i] * divided[i];
        }
        return squares > 0 ? Optional.of(products / squares) : Optional.empty();
    }
}
