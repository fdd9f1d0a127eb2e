package org.limner.trainer.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * State dicts as PyTorch's {@code torch.save} writes them and {@code torch.load} reads them, in both formats: a zip archive (since
 * 1.6), or five pickles followed by the storages' bytes (before). Nothing in a file is executed, see {@link TorchUnpickler}.
 */
public final class TorchFile {
    /** How a file is laid out; on the command line in lower case. */
    public enum Format {
        /** For torch 1.6 and later. */
        ZIP,
        /** For every version of torch. */
        LEGACY
    }

    private static final int PICKLE_PROTO = 0x80; // the first opcode of every pickle since protocol 2

    private TorchFile() {}

    /**
     * Reads a state dict; tensors come contiguous, in the file's order. Throws {@link WeightFormatException} that names the tensor,
     * or the global that a file asks for and may not.
     */
    public static StateDict read(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(2);
        }
        if (start.length == 2 && start[0] == 'P' && start[1] == 'K') {
            return TorchZip.read(file);
        }
        if (start.length == 2 && (start[0] & 0xff) == PICKLE_PROTO) {
            return TorchLegacy.read(file);
        }
        throw new WeightFormatException(
                file, "is neither a zip archive nor a pickle, so torch.save has not written it");
    }

    /** Writes a file that is there whole or not at all, see {@link AtomicFile}; tensors keep names, order, types and bits. */
    public static void write(Path file, StateDict weights, Format format) throws IOException {
        AtomicFile.write(file, channel -> {
            switch (format) {
                case ZIP -> TorchZipWriter.write(weights, stem(file), channel);
                case LEGACY -> TorchLegacyWriter.write(weights, channel);
            }
        });
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 1 ? name : name.substring(0, dot);
    }
}
