package org.limner.trainer.rendering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.ClassTables;
import org.limner.trainer.dataset.scenes.SceneDataset;
import org.limner.trainer.onnx.LabelWindowGraph;

/** What is rendered, before there are graphs: the labels of its masks, and what they and styles look like to a generator. */
public sealed interface RenderSubject {
    /** Of label files. */
    ClassTable classes();

    /** Of masks. */
    WindowGeometry geometry();

    /** Numbers in a style; 0: none is read. */
    int styleSize();

    /**
     * The graphs to render with, the one that others are compared with first.
     *
     * @param folder for graphs or bundles that are made for this
     */
    List<RenderedGraph> graphs(long seed, Path folder) throws IOException;

    /** A generator that nobody trained, as plain graph and as window graph. */
    record Untrained(GeneratorShape shape, ClassTable classes, boolean instances) implements RenderSubject {
        @Override
        public WindowGeometry geometry() {
            return RenderedGraph.geometry(shape, instances);
        }

        @Override
        public int styleSize() {
            return shape.styleSize();
        }

        @Override
        public List<RenderedGraph> graphs(long seed, Path folder) throws IOException {
            return RenderedGraph.export(shape, instances, seed, folder);
        }
    }

    /** The same as bundles that stay, for workers to be measured with. */
    record Kept(Untrained generator, String name) implements RenderSubject {
        @Override
        public ClassTable classes() {
            return generator.classes;
        }

        @Override
        public WindowGeometry geometry() {
            return generator.geometry();
        }

        @Override
        public int styleSize() {
            return generator.styleSize();
        }

        @Override
        public List<RenderedGraph> graphs(long seed, Path folder) throws IOException {
            return UntrainedBundle.write(name, generator, seed, folder);
        }
    }

    /** One bundle, or two that read the same. */
    record Bundles(List<Path> folders, List<BundleManifest> manifests) implements RenderSubject {
        @Override
        public ClassTable classes() {
            BundleManifest manifest = manifests.get(0);
            return new ClassTable(
                    manifest.name(), manifest.licence(), "a bundle", manifest.voidLabel(), manifest.labels(), Map.of());
        }

        @Override
        public WindowGeometry geometry() {
            return WindowGeometry.of(manifests.get(0));
        }

        @Override
        public int styleSize() {
            return manifests.get(0).styleSize();
        }

        @Override
        public List<RenderedGraph> graphs(long seed, Path folder) {
            return folders.size() == 1
                    ? List.of(RenderedGraph.of("bundle", folders.get(0), manifests.get(0)))
                    : List.of(
                            RenderedGraph.of("first", folders.get(0), manifests.get(0)),
                            RenderedGraph.of("second", folders.get(1), manifests.get(1)));
        }
    }

    /**
     * The generator that a preset makes.
     *
     * @throws ConfigException if neither the preset nor {@code data.label-count} says how many labels there are, or there is no
     *                         window graph of it; the message says why
     */
    static Untrained untrained(String preset, TrainingOptions options) {
        ClassTable classes = classes(preset, options)
                .orElseThrow(() -> new ConfigException("preset '" + preset
                        + "' reads its labels beside its data: say how many with --set data.label-count=N"));
        GeneratorShape shape = options.generatorShape(classes.channels());
        LabelWindowGraph.obstacle(shape.architecture()).ifPresent(reason -> {
            throw new ConfigException("there is no label-window graph of this generator to compare with: " + reason);
        });
        return new Untrained(shape, classes, options.image().instances());
    }

    private static Optional<ClassTable> classes(String preset, TrainingOptions options) {
        OptionalInt count = options.data().folder().labelCount();
        if (count.isPresent()) {
            return Optional.of(ClassTables.unnamed(
                    preset, count.getAsInt(), options.data().folder().voidLabel()));
        }
        return switch (preset) {
            case "coco" -> Optional.of(ClassTables.coco());
            case "ade20k", "ade20k-outdoor" -> Optional.of(ClassTables.ade20k());
            case "cityscapes" -> Optional.of(ClassTables.cityscapes());
            case "facades" -> Optional.of(ClassTables.facades());
            case "scenes" ->
                Optional.of(SceneDataset.val(
                                0, 1, options.image().width(), options.image().height())
                        .classes());
            default -> Optional.empty();
        };
    }

    /**
     * @param folders one or two
     * @throws ConfigException if one is no bundle, or two read masks or styles of different kinds
     */
    static RenderSubject bundles(List<Path> folders) throws IOException {
        List<BundleManifest> manifests = new ArrayList<>();
        for (Path folder : folders) {
            manifests.add(manifest(folder));
        }
        BundleManifest first = manifests.get(0);
        BundleManifest last = manifests.get(manifests.size() - 1);
        requireSame("labels", channels(first), channels(last));
        requireSame("instance edges", first.instances(), last.instances());
        requireSame("size", first.width() + " x " + first.height(), last.width() + " x " + last.height());
        requireSame("style size", first.styleSize(), last.styleSize());
        return new Bundles(List.copyOf(folders), List.copyOf(manifests));
    }

    private static int channels(BundleManifest manifest) {
        return WindowGeometry.of(manifest).labels();
    }

    private static void requireSame(String what, Object first, Object second) {
        if (!first.equals(second)) {
            throw new ConfigException(
                    "two bundles are compared on the same masks and styles, but their %s differ: %s and %s"
                            .formatted(what, first, second));
        }
    }

    private static BundleManifest manifest(Path folder) throws IOException {
        Path file = folder.resolve(BundleManifest.MANIFEST_FILE);
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(folder + " is no bundle: " + BundleManifest.MANIFEST_FILE + " is missing");
        }
        try {
            return new BundleManifestCodec().decode(Files.readAllBytes(file));
        } catch (IllegalArgumentException broken) {
            throw new ConfigException(file + ": " + broken.getMessage(), broken);
        }
    }
}
