package org.limner.trainer.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.TorchFile;

/**
 * Writes networks as the reference's files: {@code latest_net_G}, {@code latest_net_E} and {@code latest_net_D}, with its keys in
 * its order, each there whole or not at all.
 *
 * @param format  of the files
 * @param replace whether files that are there already give way
 */
public record WeightFiles(Format format, boolean replace) {
    /** What the files are. */
    public enum Format {
        /** For {@code torch.load} of torch 1.6 and later. */
        PTH_ZIP(".pth"),
        /** For every version of torch: the reference runs on 1.0. */
        PTH_LEGACY(".pth"),
        /** Safetensors with the same keys. */
        SAFETENSORS(".safetensors");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }
    }

    /**
     * Writes those networks that are not empty to the folder {@code out} and gives the files.
     *
     * @param metadata strings for formats that have room for them
     * @throws ConfigException if one of the files is there already and may not be replaced
     */
    public List<Path> write(
            StateDict generator, StateDict encoder, StateDict discriminator, Map<String, String> metadata, Path out)
            throws IOException {
        Map<NetworkKind, StateDict> networks = new EnumMap<>(NetworkKind.class);
        networks.put(NetworkKind.GENERATOR, generator);
        networks.put(NetworkKind.ENCODER, ReferenceWeights.referenceNames(encoder));
        networks.put(NetworkKind.DISCRIMINATOR, discriminator);
        networks.values().removeIf(StateDict::isEmpty);
        for (NetworkKind kind : networks.keySet()) {
            if (!replace && Files.exists(file(kind, out))) {
                throw new ConfigException(file(kind, out) + " is there already: take another --out, or --replace it");
            }
        }
        Files.createDirectories(out);
        List<Path> written = new ArrayList<>();
        for (Map.Entry<NetworkKind, StateDict> network : networks.entrySet()) {
            Path file = file(network.getKey(), out);
            switch (format) {
                case PTH_ZIP -> TorchFile.write(file, network.getValue(), TorchFile.Format.ZIP);
                case PTH_LEGACY -> TorchFile.write(file, network.getValue(), TorchFile.Format.LEGACY);
                case SAFETENSORS -> Safetensors.write(file, network.getValue(), metadata);
            }
            written.add(file);
        }
        return written;
    }

    private Path file(NetworkKind kind, Path folder) {
        return folder.resolve(kind.fileName() + format.ending);
    }
}
