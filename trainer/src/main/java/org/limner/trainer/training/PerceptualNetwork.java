package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.network.Vgg19;
import org.limner.trainer.weights.WeightFile;

/** Opens the file that the perceptual loss looks through. */
final class PerceptualNetwork {
    private PerceptualNetwork() {}

    /** The caller closes it; throws {@link ConfigException} that names the file and what is wrong with it. */
    static Vgg19 open(Path file, NDManager manager) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("loss.perceptual-network: there is no file " + file);
        }
        try {
            return Vgg19.of(WeightFile.read(file), manager);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("loss.perceptual-network: " + file + " is no VGG19: " + e.getMessage(), e);
        }
    }
}
