package org.limner.trainer.weights;

import java.io.IOException;
import java.nio.file.Path;

/** State dicts from any file that holds one: safetensors by its ending, otherwise what {@link TorchFile} reads. */
public final class WeightFile {
    private static final String SAFETENSORS = ".safetensors";

    private WeightFile() {}

    /** Throws {@link WeightFormatException} that names the file and what is wrong with it. */
    public static StateDict read(Path file) throws IOException {
        return file.getFileName().toString().endsWith(SAFETENSORS)
                ? Safetensors.read(file).tensors()
                : TorchFile.read(file);
    }
}
