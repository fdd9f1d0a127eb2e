package org.limner.trainer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.bundle.ReferenceImport;
import org.limner.trainer.bundle.ReferenceOptions;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.ClassTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code limner import}. */
@Command(
        name = "import",
        description = {
            "Makes a model bundle of weights that the reference implementation of SPADE trained",
            "(.pth in either format, or .safetensors under the same names). Nothing in the file is executed."
        },
        footer = {
            "",
            "Examples:",
            "  limner import --generator latest_net_G.pth --preset coco --out bundles/coco",
            "  limner import --generator G.pth --encoder E.pth --preset custom --set label_nc=19 \\",
            "      --set no_instance=true --classes classes.json --out bundles/mine",
        })
public final class ImportCommand implements Callable<Integer> {
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
            names = "--preset",
            paramLabel = "NAME",
            description = "Options to begin with: coco, ade20k, cityscapes, facades or custom.")
    private @Nullable String preset;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = {
                "Changes one option of the reference; may be given many times.",
                "label_nc, contain_dontcare_label,",
                "no_instance, crop_size, aspect_ratio, num_upsampling_layers and void say what weights do not;",
                "norm_G, ngf, nhidden, use_vae and z_dim are read from the weights, and checked if given."
            })
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description = "classes.json: names, colours and the void id. Default: 'label 0' and so on.")
    private @Nullable Path classes;

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
        ReferenceOptions options = preset == null ? ReferenceOptions.none() : ReferenceOptions.preset(preset);
        for (String assignment : assignments) {
            options = options.with(assignment);
        }
        ReferenceImport source = new ReferenceImport(
                generator,
                encoder,
                options,
                classes == null ? null : ClassTable.read(classes),
                dataName != null ? dataName : preset != null ? preset : "not stated",
                "limner "
                        + String.join(" ", spec().commandLine().getParseResult().originalArgs()));
        try {
            bundle.report(bundle.writer()
                    .write(source.read(bundle.name(), bundle.version, bundle.precision(), bundle.licence), bundle.out));
        } catch (IllegalArgumentException unfit) {
            throw new ConfigException(unfit.getMessage(), unfit);
        }
        return 0;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it calls");
        }
        return spec;
    }
}
