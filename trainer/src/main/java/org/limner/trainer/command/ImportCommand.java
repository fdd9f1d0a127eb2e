package org.limner.trainer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.reference.ReferenceImport;
import org.limner.trainer.reference.ReferenceOptions;
import org.limner.trainer.reference.ReferenceRun;
import org.limner.trainer.training.DataSource;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code limner import}. */
@Command(
        name = "import",
        description = {
            "Makes a model bundle, or a training to go on with, of weights that the",
            "reference implementation of SPADE trained (.pth in either format, or",
            ".safetensors under the same names). Nothing in the file is executed."
        },
        footer = {
            "",
            "Examples:",
            "  limner import --generator latest_net_G.pth --preset coco --out bundles/coco",
            "  limner import --generator G.pth --encoder E.pth --preset custom \\",
            "      --set label_nc=19 --set no_instance=true --out bundles/mine",
            "  limner import --generator G.pth --discriminator D.pth --preset ade20k \\",
            "      --data data/ade --run runs/ade",
            "  limner train --resume --out runs/ade",
        })
public final class ImportCommand implements Callable<Integer> {
    /** What is made: one of two. */
    static final class Product {
        @Option(names = "--out", required = true, paramLabel = "BUNDLE", description = "The bundle's folder to make.")
        @Nullable
        Path bundle;

        @Option(
                names = "--run",
                required = true,
                paramLabel = "RUN",
                description = "The training's folder to make, for limner train --resume.")
        @Nullable
        Path run;
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--generator", required = true, paramLabel = "FILE", description = "The generator's state dict.")
    private Path generator = Path.of("");

    @Option(
            names = "--encoder",
            paramLabel = "FILE",
            description = "The image encoder's state dict, where there is one.")
    private @Nullable Path encoder;

    @Option(
            names = "--discriminator",
            paramLabel = "FILE",
            description = "The discriminator's state dict, for --run. Default: a fresh one.")
    private @Nullable Path discriminator;

    @ArgGroup(multiplicity = "1")
    private Product product = new Product();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Options to begin with: coco, ade20k, ade20k-outdoor, cityscapes, facades,"
                    + " flickr-landscapes or custom.")
    private @Nullable String preset;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = {
                "Changes one option of the reference; may be given many times.",
                "What weights do not say: label_nc, contain_dontcare_label, no_instance, crop_size, aspect_ratio,"
                        + " num_upsampling_layers, void, and for --run load_size.",
                "Read from the weights, and checked if given: norm_G, ngf, nhidden, use_vae, z_dim, and for --run"
                        + " norm_E, norm_D, ndf, num_D, n_layers_D, which also say what a fresh network is."
            })
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description = "classes.json: names, colours and the void id. Default: --data's, or 'label 0' and so on.")
    private @Nullable Path classes;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "For --run: what the training goes on with, a folder or 'scenes'.")
    private @Nullable String data;

    @Option(
            names = "--data-name",
            paramLabel = "NAME",
            description = "Of the data it learned from. Default: the preset's.")
    private @Nullable String dataName;

    @Mixin
    private BundleOptions bundle = new BundleOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        Path run = product.run;
        if (run == null) {
            BundleOptions.refuse(spec().commandLine(), List.of("--discriminator", "--data"), "a bundle");
        } else {
            BundleOptions.refuse(spec().commandLine(), "--run");
            BundleOptions.refuse(spec().commandLine(), List.of("--replace"), "--run");
        }
        ReferenceOptions options = preset == null ? ReferenceOptions.none() : ReferenceOptions.preset(preset);
        for (String assignment : assignments) {
            options = options.with(assignment);
        }
        ReferenceImport source = new ReferenceImport(
                generator,
                encoder,
                options,
                classes(),
                dataName != null ? dataName : preset != null ? preset : "not stated",
                "limner "
                        + String.join(" ", spec().commandLine().getParseResult().originalArgs()));
        try {
            if (run == null) {
                writeBundle(source);
            } else {
                writeRun(source, run);
            }
        } catch (IllegalArgumentException unfit) {
            throw new ConfigException(unfit.getMessage(), unfit);
        }
        return 0;
    }

    private @Nullable ClassTable classes() {
        if (classes != null) {
            return ClassTable.read(classes);
        }
        if (data == null) {
            return null;
        }
        return DataSource.toLearn(TrainingOptions.of(Settings.defaults().with(Setting.DATA, data)))
                .classes();
    }

    private void writeBundle(ReferenceImport source) throws IOException {
        Path out = product.bundle;
        if (out == null) {
            throw new IllegalStateException("the command line asks for --out or --run");
        }
        bundle.report(
                bundle.writer()
                        .write(
                                source.bundle(
                                        bundle.name(out),
                                        bundle.version,
                                        bundle::conditioning,
                                        bundle.precision(),
                                        bundle.licence),
                                out),
                out);
    }

    private void writeRun(ReferenceImport source, Path run) throws IOException {
        ReferenceRun.Outcome outcome = new ReferenceRun(source, discriminator, data).write(run);
        TrainingOptions.Image image = outcome.options().image();
        TrainingOptions.Network network = outcome.options().network();
        System.out.printf("%s: a training before its first step, %d x %d pixels%n", run, image.width(), image.height());
        if (outcome.freshEncoder()) {
            System.out.printf(
                    "no --encoder: a fresh one, nef %d, normalization %s%n",
                    network.nef(), network.encoderNormalization().name().toLowerCase(Locale.ROOT));
        }
        if (outcome.freshDiscriminator()) {
            System.out.printf(
                    "no --discriminator: a fresh one, ndf %d, %d scales, %d layers%n",
                    network.ndf(), network.scales(), network.layers());
        }
        if (source.classes() == null) {
            System.out.println("labels have no names: --classes or --data would give them");
        }
        System.out.printf("go on with: limner train --resume --out %s%s%n", run, data == null ? " --data DIR" : "");
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it calls");
        }
        return spec;
    }
}
