package org.limner.trainer.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.TrainingRecord;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.schemas.job.Digests;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.onnx.EncoderGraph;
import org.limner.trainer.onnx.GeneratorGraph;
import org.limner.trainer.onnx.LabelWindowGraph;
import org.limner.trainer.onnx.OnnxModel;
import org.limner.trainer.weights.WeightTensor;

/**
 * Writes bundles. All files go to a hidden folder beside the place; the graphs are run; the folder is moved. So whoever looks sees a
 * whole bundle that has rendered its own sample, or none.
 *
 * @param externalData whether graphs keep their weights in files of their own, which large ones must
 * @param replace      whether a bundle that is there already gives way
 */
public record BundleWriter(boolean externalData, boolean replace) {

    /**
     * Writes a bundle to the folder {@code out}.
     *
     * @throws ConfigException       if there is something at {@code out} already that may not be replaced
     * @throws UnusableGraphException if a graph does not open, run or paint numbers
     */
    public BundleManifest write(BundleContents contents, Path out) throws IOException {
        Path place = out.toAbsolutePath().normalize();
        checkPlace(place);
        Files.createDirectories(place.getParent());
        String unique = ProcessHandle.current().pid() + "-" + System.nanoTime();
        Path hidden = place.resolveSibling("." + place.getFileName() + "." + unique);
        Path old = place.resolveSibling("." + place.getFileName() + "." + unique + ".old");
        try {
            Files.createDirectory(hidden);
            BundleManifest manifest = fill(contents, hidden);
            if (Files.exists(place)) {
                Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(hidden, place, StandardCopyOption.ATOMIC_MOVE);
            FolderTree.delete(old);
            return manifest;
        } finally {
            FolderTree.delete(hidden);
        }
    }

    private void checkPlace(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        if (!replace) {
            throw new ConfigException(place + " is there already: take another --out, or --replace it");
        }
        if (!Files.isRegularFile(place.resolve(BundleManifest.MANIFEST_FILE))) {
            throw new ConfigException(place + " is there already and is no bundle, so it is not replaced");
        }
    }

    private BundleManifest fill(BundleContents contents, Path folder) throws IOException {
        Map<String, String> metadata = metadata(contents);
        Path generator = folder.resolve(BundleManifest.GENERATOR_FILE);
        write(generatorGraph(contents, metadata), generator);
        SampleSheet sheet =
                new SampleSheet(contents.shape(), contents.classes(), contents.instances(), contents.conditioning());
        try (GraphSession session = GraphSession.open(generator)) {
            PictureFiles.writePng(
                    sheet.render(session, contents.samples()), folder.resolve(BundleManifest.SAMPLE_FILE));
        }
        if (contents.encoder().isPresent()) {
            Path encoder = folder.resolve(BundleManifest.ENCODER_FILE);
            write(EncoderGraph.build(contents.encoder().get(), contents.precision(), metadata), encoder);
            checkEncoder(encoder, contents.shape().styleSize());
        }
        BundleManifest manifest = manifest(contents, digests(folder));
        Files.write(folder.resolve(BundleManifest.MANIFEST_FILE), new BundleManifestCodec().encode(manifest));
        return manifest;
    }

    private static OnnxModel generatorGraph(BundleContents contents, Map<String, String> metadata) {
        return contents.conditioning() == Conditioning.LABEL_WINDOW
                ? LabelWindowGraph.build(
                        contents.generator(), contents.shape(), contents.instances(), contents.precision(), metadata)
                : GeneratorGraph.build(contents.generator(), contents.shape(), contents.precision(), metadata);
    }

    private void write(OnnxModel model, Path file) throws IOException {
        if (externalData) {
            model.writeWithExternalData(file);
        } else {
            model.write(file);
        }
    }

    /** Any photograph will do: a grey ramp. */
    private static void checkEncoder(Path file, int styleSize) {
        int size = EncoderGraph.INPUT_SIZE;
        float[] ramp = new float[3 * size * size];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = 2f * (i % size) / (size - 1) - 1;
        }
        try (GraphSession session = GraphSession.open(file)) {
            Map<String, WeightTensor> style = session.run(Map.of("image", WeightTensor.of(ramp, 1, 3, size, size)));
            for (String output : List.of("mu", "logvar")) {
                WeightTensor values = style.get(output);
                if (values.elements() != styleSize) {
                    throw new UnusableGraphException("the encoder's " + output + " has " + values.elements()
                            + " numbers but needs " + styleSize);
                }
                for (float value : values.floats()) {
                    if (!Float.isFinite(value)) {
                        throw new UnusableGraphException("the encoder's " + output + " has " + value);
                    }
                }
            }
        }
    }

    private static BundleManifest manifest(BundleContents contents, Map<String, String> files) {
        return new BundleManifest(
                contents.name(),
                contents.version(),
                contents.shape().architecture(),
                contents.classes().classes(),
                contents.classes().voidLabel(),
                contents.shape().height(),
                contents.shape().width(),
                contents.shape().styleSize(),
                contents.encoder().isPresent() ? OptionalInt.of(EncoderGraph.INPUT_SIZE) : OptionalInt.empty(),
                contents.instances(),
                contents.conditioning(),
                contents.precision(),
                contents.licence(),
                Optional.of(contents.training()),
                files);
    }

    /** The manifest's story in the graph itself, which may travel alone. */
    private static Map<String, String> metadata(BundleContents contents) {
        TrainingRecord training = contents.training();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("limner.bundle", contents.name() + "@" + contents.version());
        metadata.put("limner.architecture", contents.shape().architecture().toString());
        metadata.put("limner.conditioning", contents.conditioning().jsonName());
        metadata.put("limner.precision", contents.precision().jsonName());
        metadata.put("limner.licence", contents.licence());
        metadata.put("limner.origin", training.origin());
        metadata.put("limner.command", training.command());
        metadata.put("limner.data", training.data());
        metadata.put("limner.seed", Long.toString(training.seed()));
        metadata.put("limner.steps", Long.toString(training.steps()));
        metadata.put("limner.seconds", Double.toString(training.seconds()));
        metadata.put("limner.losses", new TreeMap<>(training.losses()).toString());
        return metadata;
    }

    private static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                digests.put(file.getFileName().toString(), sha256(file));
            }
        }
        return digests;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Digests.newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
