package org.limner.trainer.rendering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.onnx.GeneratorGraph;
import org.limner.trainer.onnx.LabelWindowGraph;
import org.limner.trainer.weights.StateDict;

/**
 * A generator's graph and what it reads.
 *
 * @param name         in tables and, with {@code _median_s} behind it, in JSON
 * @param geometry     labels, edges and sizes, whichever the conditioning
 * @param styleSize    0: it reads no style
 */
public record RenderedGraph(String name, Path file, Conditioning conditioning, WindowGeometry geometry, int styleSize) {

    /** What a generator's masks look like: labels, void included, and the instance edge where it is read. */
    public static WindowGeometry geometry(GeneratorShape shape, boolean edges) {
        return LabelWindowGraph.geometry(shape, edges);
    }

    /**
     * One generator, with weights that nobody trained, as the {@code plain} graph and as the {@code window} graph.
     *
     * @param edges  whether the last input channel is the instance edge
     * @param folder for both
     */
    public static List<RenderedGraph> export(GeneratorShape shape, boolean edges, long seed, Path folder)
            throws IOException {
        StateDict weights = RealisticWeights.of(shape, seed);
        Path plain = folder.resolve("plain.onnx");
        GeneratorGraph.build(weights, shape, Precision.FP32, Map.of()).writeWithExternalData(plain);
        Path window = folder.resolve("window.onnx");
        LabelWindowGraph.build(weights, shape, edges, Precision.FP32, Map.of()).writeWithExternalData(window);
        WindowGeometry geometry = geometry(shape, edges);
        return List.of(
                new RenderedGraph("plain", plain, Conditioning.ONE_HOT, geometry, shape.styleSize()),
                new RenderedGraph("window", window, Conditioning.LABEL_WINDOW, geometry, shape.styleSize()));
    }

    /** A bundle's own. */
    public static RenderedGraph of(String name, Path folder, BundleManifest manifest) {
        Path file = folder.resolve(BundleManifest.GENERATOR_FILE);
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(folder + " is no whole bundle: " + BundleManifest.GENERATOR_FILE + " is missing");
        }
        return new RenderedGraph(
                name, file, manifest.conditioning(), WindowGeometry.of(manifest), manifest.styleSize());
    }
}
