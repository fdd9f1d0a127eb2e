package org.limner.trainer.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.evaluation.BundleRenderer;
import org.limner.trainer.evaluation.Evaluation;
import org.limner.trainer.evaluation.EvaluationLog;
import org.limner.trainer.evaluation.EvaluationPage;
import org.limner.trainer.evaluation.EvaluationTable;
import org.limner.trainer.evaluation.Evaluator;
import org.limner.trainer.evaluation.FolderPictures;
import org.limner.trainer.evaluation.Gallery;
import org.limner.trainer.evaluation.ImageSet;
import org.limner.trainer.evaluation.Measurement;
import org.limner.trainer.evaluation.Photos;
import org.limner.trainer.evaluation.PictureSource;
import org.limner.trainer.evaluation.Protocol;
import org.limner.trainer.evaluation.ProtocolKey;
import org.limner.trainer.evaluation.ReducedPictures;
import org.limner.trainer.evaluation.Renderer;
import org.limner.trainer.evaluation.Subject;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.DataSource;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.training.RunRenderers;
import org.limner.trainer.weights.AtomicFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limner evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Measures a training, a bundle or a folder of pictures: whether a segmenter finds in them what the",
            "masks ask for, how far their features are from those of photos, and what styles do.",
            "Photos reduced to the model's size are measured beside them: more than they reach is not possible."
        },
        footer = {
            "",
            "Examples:",
            "  limner evaluate --run runs/camvid --protocol camvid --segmenter s.onnx --features f.onnx",
            "  limner evaluate --bundle bundles/scenes --data my-scenes --out scenes-evaluation",
            "  limner evaluate --images data/camvid/val/images --data data/camvid --segmenter s.onnx",
            "",
            "A protocol is a properties file; --settings prints one with every key and its meaning.",
            "Written to --out: evaluation.jsonl (appended), evaluation.html, pictures, and protocol.properties, which",
            "pins every digest: given with --protocol, it refuses other data and other networks."
        })
public final class EvaluateCommand implements Callable<Integer> {
    /** What a person says about a folder. Which part of it is measured is the protocol's business. */
    private static final List<Setting> OF_FOLDERS = List.of(
            Setting.DATA_LAYOUT,
            Setting.DATA_PORTRAITS,
            Setting.DATA_PAIRING_CHECK,
            Setting.DATA_LABEL_FORMAT,
            Setting.DATA_LABEL_COUNT,
            Setting.DATA_VOID,
            Setting.DATA_PHOTOS,
            Setting.DATA_LABELS,
            Setting.DATA_INSTANCES);

    /** They mean nothing where ONNX Runtime renders, or nobody does. */
    private static final List<String> OF_TRAININGS = List.of("--best", "--checkpoint", "--device");

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

    /** What is measured: one of the three. */
    static final class What {
        @Option(names = "--run", paramLabel = "RUN", description = "A training's folder.")
        @Nullable
        Path run;

        @Option(names = "--bundle", paramLabel = "DIR", description = "A model bundle.")
        @Nullable
        Path bundle;

        @Option(
                names = "--images",
                paramLabel = "DIR",
                description = "A folder of pictures; those with the names of examples are measured by their labels.")
        @Nullable
        Path images;
    }

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "0..1")
    private @Nullable What what;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where masks and photos are from: a folder or 'scenes'. Default: the training's.")
    private @Nullable String data;

    @Option(
            names = "--data-set",
            paramLabel = "KEY=VALUE",
            description = {
                "How the data's folder is read, such as data.layout=ade20k or data.label-count=13; may be given many",
                "times. The keys are those of 'limner train --settings'. Default: the training's, or what the folder",
                "looks like."
            })
    private List<String> folderAssignments = new ArrayList<>();

    @Option(names = "--split", paramLabel = "NAME", description = "Same as --set images.split=NAME. Default: val.")
    private @Nullable String split;

    @Option(
            names = "--segmenter",
            paramLabel = "ONNX",
            description = "Same as --set segmenter=ONNX. Default: no accuracy is measured.")
    private @Nullable String segmenter;

    @Option(
            names = "--features",
            paramLabel = "ONNX",
            description = "Same as --set features=ONNX. Default: no distance is measured.")
    private @Nullable String features;

    @Option(
            names = "--protocol",
            paramLabel = "FILE",
            description = "A protocol's file, or camvid or faces. Default: the values that --settings prints.")
    private @Nullable String protocol;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Changes one value of the protocol; may be given many times.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--reduced",
            paramLabel = "WxH",
            description =
                    "With --images: reduces the pictures to this size first. Otherwise photos are, to the model's.")
    private @Nullable String reduced;

    @Option(names = "--no-photos", description = "Leaves out the column of reduced photos.")
    private boolean noPhotos;

    @Mixin
    private CheckpointChoice choice = new CheckpointChoice();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results go. Default: 'evaluation' in RUN; otherwise they are only printed.")
    private @Nullable Path out;

    @Option(
            names = "--pictures",
            defaultValue = "12",
            paramLabel = "N",
            description = "Examples on the page, spread over all. Default: ${DEFAULT-VALUE}.")
    private int pictures;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(names = "--settings", description = "Prints the protocol with every key's meaning, and ends.")
    private boolean printsProtocol;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        Protocol chosen = chosen();
        if (printsProtocol) {
            System.out.print(chosen.toProperties());
            return 0;
        }
        if (what == null) {
            throw usage("--run, --bundle or --images says what is measured");
        }
        if (engine.threads() < 0 || pictures < 0) {
            throw usage("--threads and --pictures are numbers from 0");
        }
        try {
            if (what.run != null) {
                return run(what.run, chosen);
            }
            return what.bundle != null ? bundle(what.bundle, chosen) : images(what.images, chosen);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Protocol chosen() {
        Protocol chosen = protocol == null ? Protocol.defaults() : Protocol.open(protocol);
        for (String assignment : assignments) {
            chosen = chosen.with(assignment);
        }
        if (split != null) {
            chosen = chosen.with(ProtocolKey.IMAGES_SPLIT, split);
        }
        if (segmenter != null) {
            chosen = chosen.with(ProtocolKey.SEGMENTER, segmenter);
        }
        return features == null ? chosen : chosen.with(ProtocolKey.FEATURES, features);
    }

    private int run(Path path, Protocol chosen) throws IOException {
        RunFolder folder = RunFolder.open(path);
        TrainingOptions options = TrainingOptions.of(reading(folder.settings()));
        String source = data == null ? options.data().source() : data;
        Checkpoint checkpoint = choice.of(folder);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("checkpoint", choice.name());
        details.put("step", checkpoint.position().step());
        details.put("trainedSeconds", checkpoint.position().seconds());
        details.put("trainedOn", checkpoint.data());
        details.put("trainedBy", checkpoint.command());
        engine.start();
        try (RunRenderers renderers = new RunRenderers(folder, checkpoint, chosen.weights())) {
            Path results = out == null ? path.resolve("evaluation") : out;
            return rendered(
                    renderers.list(), new Subject("run", path.toString(), details), source, options, chosen, results);
        }
    }

    private int bundle(Path path, Protocol chosen) throws IOException {
        BundleOptions.refuse(spec().commandLine(), OF_TRAININGS, "--bundle");
        try (BundleRenderer renderer = BundleRenderer.open(path, engine.threads())) {
            BundleManifest manifest = renderer.manifest();
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("bundle", manifest.name() + "@" + manifest.version());
            details.put("generator", manifest.files().get(BundleManifest.GENERATOR_FILE));
            details.put("precision", manifest.precision().jsonName());
            manifest.training().ifPresent(training -> {
                details.put("step", training.steps());
                details.put("trainedSeconds", training.seconds());
                details.put("trainedOn", training.data());
                details.put("trainedBy", training.command());
            });
            return rendered(
                    List.of(renderer),
                    new Subject("bundle", path.toString(), details),
                    requiredData(),
                    sized(manifest.width(), manifest.height(), manifest.instances(), chosen),
                    chosen,
                    out);
        }
    }

    private int rendered(
            List<? extends Renderer> renderers,
            Subject subject,
            String source,
            TrainingOptions options,
            Protocol chosen,
            @Nullable Path results)
            throws IOException {
        if (reduced != null) {
            throw usage("--reduced is for --images: photos are reduced to the model's size as it is");
        }
        ImageSet images = read(source, chosen.imagesSplit(), chosen, options);
        try (Evaluator evaluator = open(chosen, images, source, options)) {
            check(results, evaluator);
            Gallery gallery = gallery(images, results);
            List<Measurement> columns = new ArrayList<>();
            for (Renderer renderer : renderers) {
                say("rendering and measuring %s: %d masks".formatted(renderer.name(), images.size()));
                columns.add(evaluator.measure(renderer, spectator(gallery, renderer.name())));
            }
            boolean networks = evaluator.distanceName().isPresent()
                    || !chosen.text(ProtocolKey.SEGMENTER).equals("none");
            if (!noPhotos && networks) {
                Renderer model = renderers.get(0);
                PictureSource photos = ReducedPictures.wrap(new Photos(images), model.width(), model.height(), chosen);
                say("measuring " + photos.name());
                columns.add(evaluator.measure(photos, spectator(gallery, photos.name())));
            }
            finish(subject, evaluator, columns, gallery, results);
        }
        return 0;
    }

    private int images(Path path, Protocol chosen) throws IOException {
        BundleOptions.refuse(spec().commandLine(), OF_TRAININGS, "--images");
        BundleOptions.refuse(spec().commandLine(), List.of("--no-photos"), "--images");
        TrainingOptions options = sized(256, 256, false, chosen); // of drawn scenes; folders have their own size
        String source = requiredData();
        if (!Files.isDirectory(path)) {
            throw new ConfigException("--images: there is no folder " + path);
        }
        ImageSet read = read(source, chosen.imagesSplit(), chosen, options);
        boolean paired = FolderPictures.belongsTo(read, path);
        FolderPictures folder =
                paired ? FolderPictures.of(read, path) : FolderPictures.of(path, chosen.imagesSelection());
        ImageSet images = paired ? read : null;
        if (chosen.text(ProtocolKey.SEGMENTER).equals("none")
                && chosen.text(ProtocolKey.FEATURES).equals("none")) {
            throw usage("without --segmenter and without --features there is nothing to measure in pictures");
        }
        try (Evaluator evaluator = open(chosen, images, source, options)) {
            check(out, evaluator);
            Gallery gallery = images == null ? null : gallery(images, out);
            PictureSource measured = folder;
            if (reduced != null) {
                Matcher size = SIZE.matcher(reduced);
                if (!size.matches()) {
                    throw usage("--reduced is WIDTHxHEIGHT in pixels, not " + reduced);
                }
                measured = ReducedPictures.wrap(
                        folder, Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)), chosen);
            }
            say("measuring " + folder + (paired ? ", by the labels of " + read.name() : ", without labels"));
            Measurement column = evaluator.measure(measured, spectator(gallery, measured.name()));
            finish(new Subject("images", path.toString(), Map.of()), evaluator, List.of(column), gallery, out);
        }
        return 0;
    }

    private ImageSet read(String source, String name, Protocol chosen, TrainingOptions options) {
        Dataset dataset = DataSource.open(source, name, options).strict();
        return ImageSet.read(dataset, chosen.imagesSelection());
    }

    private Evaluator open(Protocol chosen, @Nullable ImageSet images, String source, TrainingOptions options)
            throws IOException {
        return Evaluator.open(
                chosen,
                images,
                () -> ImageSet.read(
                        DataSource.open(source, chosen.referenceSplit(), options)
                                .strict(),
                        chosen.referenceSelection()),
                engine.threads());
    }

    /** Before anything is rendered: results that could not be kept are not worth the wait. */
    private static void check(@Nullable Path results, Evaluator evaluator) throws IOException {
        if (results != null) {
            new EvaluationLog(results.resolve("evaluation.jsonl")).check(evaluator.protocol());
        }
    }

    private @Nullable Gallery gallery(ImageSet images, @Nullable Path results) throws IOException {
        return results == null ? null : Gallery.of(images, pictures, results.resolve("pictures"));
    }

    private static Consumer<Evaluator.Sight> spectator(@Nullable Gallery gallery, String column) {
        return gallery == null ? sight -> {} : gallery.spectator(column);
    }

    private void finish(
            Subject subject,
            Evaluator evaluator,
            List<Measurement> columns,
            @Nullable Gallery gallery,
            @Nullable Path results)
            throws IOException {
        Evaluation evaluation = new Evaluation(Instant.now(), commandLine(), subject, evaluator.protocol(), columns);
        System.out.print(EvaluationTable.of(evaluation));
        if (results == null) {
            return;
        }
        Files.createDirectories(results);
        new EvaluationLog(results.resolve("evaluation.jsonl")).append(evaluation);
        AtomicFile.write(
                results.resolve("protocol.properties"),
                evaluation.protocol().toProperties().getBytes(StandardCharsets.UTF_8));
        if (gallery != null) {
            EvaluationPage.write(evaluation, gallery, results.resolve("evaluation.html"));
        }
        System.out.println("kept in " + results);
    }

    private static void say(String text) {
        System.err.println(text);
    }

    private String requiredData() {
        if (data == null) {
            throw usage("--data says where masks and photos are");
        }
        return data;
    }

    /** These settings with what {@code --data-set} changes. */
    private Settings reading(Settings settings) {
        Settings reading = settings;
        for (String assignment : folderAssignments) {
            String key = assignment.replaceFirst("=.*", "").strip();
            if (OF_FOLDERS.stream().noneMatch(setting -> setting.key().equals(key))) {
                throw usage("--data-set changes "
                        + String.join(
                                ", ", OF_FOLDERS.stream().map(Setting::key).toList()) + "; not '" + key + "'");
            }
            reading = reading.with(assignment);
        }
        return reading;
    }

    /** Without a training: drawn scenes have this size, and files named without {@code {split}} are what is measured. */
    private TrainingOptions sized(int width, int height, boolean instances, Protocol chosen) {
        return TrainingOptions.of(reading(Settings.defaults())
                .with(Setting.DATA_SPLIT, chosen.imagesSplit())
                .with(Setting.INSTANCES, Boolean.toString(instances))
                .with(Setting.IMAGE_WIDTH, Integer.toString(width))
                .with(Setting.IMAGE_HEIGHT, Integer.toString(height))
                .with(Setting.LOAD_WIDTH, Integer.toString(width))
                .with(Setting.LOAD_HEIGHT, Integer.toString(height)));
    }

    private String commandLine() {
        return "limner "
                + String.join(" ", spec().root().commandLine().getParseResult().originalArgs());
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec().commandLine(), problem);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it calls");
        }
        return spec;
    }
}
