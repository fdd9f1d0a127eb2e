package org.limner.trainer.evaluation;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.limner.trainer.weights.WeightTensor;

/** Describes a picture in a few hundred or thousand numbers; all axes of its network's output but the first are one. */
final class FeatureExtractor implements AutoCloseable {
    /**
     * Files with the Inception network of Heusel et al. 2017 (arXiv 1706.08500), by their SHA-256: with one of these the
     * distance is the FID that papers give. There is no ONNX file of it that we know and may name, so none is known.
     */
    private static final Set<String> STANDARD_INCEPTION = Set.of();

    private final PictureNetwork network;

    private FeatureExtractor(PictureNetwork network) {
        this.network = network;
    }

    static FeatureExtractor open(NetworkInput input, int threads) throws IOException {
        return new FeatureExtractor(PictureNetwork.open(input, threads));
    }

    String digest() {
        return network.digest();
    }

    String name() {
        return network.file().getFileName().toString();
    }

    /** What a distance by these features is called. */
    String distanceName() {
        return STANDARD_INCEPTION.contains(digest()) ? "FID" : "Fréchet distance (" + name() + ")";
    }

    /** Adds each picture's features to {@code set}. */
    void extract(List<Planes> pictures, List<String> names, FeatureSet set) {
        List<WeightTensor> answers = network.run(pictures);
        for (int i = 0; i < answers.size(); i++) {
            set.add(names.get(i), answers.get(i).floats());
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
