package org.limner.trainer.rendering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.bundle.TrainingRecord;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.trainer.bundle.BundleContents;
import org.limner.trainer.bundle.BundleWriter;
import org.limner.trainer.bundle.SampleMask;
import org.limner.trainer.weights.StateDict;

/** Bundles of a generator that nobody trained: what a worker of that size is measured with. */
final class UntrainedBundle {
    private static final String COMMAND = "limner bench render";

    private UntrainedBundle() {}

    /** {@code <name>-plain} and {@code <name>} in {@code folder}, and their graphs in that order. */
    static List<RenderedGraph> write(String name, RenderSubject.Untrained generator, long seed, Path folder)
            throws IOException {
        boolean replace = isOurs(folder.resolve(name)) && isOurs(folder.resolve(name + "-plain"));
        StateDict weights = RealisticWeights.of(generator.shape(), seed);
        List<RenderedGraph> graphs = new ArrayList<>();
        for (Conditioning conditioning : List.of(Conditioning.ONE_HOT, Conditioning.LABEL_WINDOW)) {
            boolean plain = conditioning == Conditioning.ONE_HOT;
            Path place = folder.resolve(plain ? name + "-plain" : name);
            BundleContents contents = new BundleContents(
                    place.getFileName().toString(),
                    1,
                    generator.shape(),
                    generator.classes(),
                    generator.instances(),
                    weights,
                    Optional.empty(),
                    conditioning,
                    Precision.FP32,
                    "not stated",
                    new TrainingRecord(TrainingRecord.TRAINED, COMMAND, "none", seed, 0, 0, Map.of()),
                    List.of(SampleMask.drawn(generator.classes(), generator.shape())));
            BundleManifest manifest = new BundleWriter(true, replace).write(contents, place);
            graphs.add(RenderedGraph.of(plain ? "plain" : "window", place, manifest));
        }
        return graphs;
    }

    /** Whether a bundle may be written there again: what others trained is not replaced by what nobody did. */
    private static boolean isOurs(Path folder) throws IOException {
        Path manifest = folder.resolve(BundleManifest.MANIFEST_FILE);
        return Files.isRegularFile(manifest)
                && new BundleManifestCodec()
                        .decode(Files.readAllBytes(manifest))
                        .training()
                        .filter(training -> training.command().equals(COMMAND))
                        .isPresent();
    }
}
