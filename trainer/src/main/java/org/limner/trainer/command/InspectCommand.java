package org.limner.trainer.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.audit.AuditJson;
import org.limner.trainer.dataset.audit.AuditReport;
import org.limner.trainer.dataset.audit.AuditSheet;
import org.limner.trainer.dataset.audit.AuditText;
import org.limner.trainer.dataset.audit.Depth;
import org.limner.trainer.dataset.audit.FolderAudit;
import org.limner.trainer.dataset.layout.FolderOptions;
import org.limner.trainer.dataset.layout.Layouts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limner inspect}. */
@Command(
        name = "inspect",
        description = "Looks at a folder of photos with label maps before anything is trained on it.",
        footer = {
            "",
            "Examples:",
            "  limner inspect --data data/camvid",
            "  limner inspect --data cityscapes --layout cityscapes --preset cityscapes --out report",
            "  limner inspect --data mine --set data.label-count=12 --json report.json",
            "",
            "Exit codes: 0 nothing in the way of a training, 1 problems found, 2 wrong arguments, 3 no such data"
        })
public final class InspectCommand implements Callable<Integer> {
    private static final int PROBLEMS = 1;
    private static final List<String> USUAL_SPLITS = List.of("train", "val");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "The folder; same as --set data=DIR.")
    private @Nullable String data;

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            description = "auto, pairs, coco, ade20k, cityscapes, facades or custom; same as --set data.layout=NAME.")
    private @Nullable String layout;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A training's preset: its sizes are checked against the pictures' too.")
    private @Nullable String preset;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One of a training's settings, such as data.label-format=color; may be given many times.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--split",
            split = ",",
            paramLabel = "NAME",
            description = "Which parts of the data, with commas between. Default: train and val where they are.")
    private List<String> splits = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "A folder for the report as text and JSON, and a contact sheet per split: photo | mask |"
                    + " edges of objects where there are instance maps.")
    private @Nullable Path out;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the report for programs.")
    private @Nullable Path json;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "24",
            description = "On a contact sheet. Default: ${DEFAULT-VALUE}.")
    private int examples;

    @Option(
            names = "--threads",
            paramLabel = "T",
            defaultValue = "0",
            description = "That decode; 0: one per core. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        Settings settings = settings();
        TrainingOptions options = TrainingOptions.of(settings);
        Path folder = Path.of(options.data().source());
        // Instance maps are looked at even where the preset would not read them: that they are there is worth knowing.
        FolderOptions folderOptions = options.data().folder().withInstances();
        FolderAudit audit = new FolderAudit(
                folderOptions.labelFormat(),
                saysSizes() ? options.framing() : null,
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
        List<AuditReport> reports = new ArrayList<>();
        for (String split : splits(folder, folderOptions)) {
            FolderFiles found = Layouts.find(folder, split, folderOptions);
            FolderFiles files = options.data().count().isPresent()
                    ? found.first(options.data().count().getAsInt())
                    : found;
            AuditReport report = audit.of(files, Depth.PIXELS, Integer.MAX_VALUE);
            System.out.println(AuditText.of(report));
            reports.add(report);
        }
        write(reports, options);
        return reports.stream().allMatch(AuditReport::clean) ? 0 : PROBLEMS;
    }

    private Settings settings() {
        Settings settings = preset == null ? Settings.defaults() : Settings.preset(preset);
        for (String assignment : assignments) {
            settings = settings.with(assignment);
        }
        if (data != null) {
            settings = settings.with(Setting.DATA, data);
        }
        if (layout != null) {
            settings = settings.with(Setting.DATA_LAYOUT, layout);
        }
        if (settings.text(Setting.DATA).equals(Setting.DATA.byDefault())) {
            throw new ParameterException(spec().commandLine(), "--data says which folder to look at");
        }
        return settings;
    }

    /** Whether a person said what size the pictures should come to. */
    private boolean saysSizes() {
        return preset != null
                || assignments.stream()
                        .anyMatch(assignment -> assignment.startsWith("image.") || assignment.startsWith("load."));
    }

    private List<String> splits(Path folder, FolderOptions folderOptions) {
        if (!splits.isEmpty()) {
            return splits;
        }
        List<String> there = USUAL_SPLITS.stream()
                .filter(split -> Layouts.has(folder, split, folderOptions))
                .toList();
        return there.isEmpty() ? USUAL_SPLITS.subList(0, 1) : there; // which then says what is missing
    }

    private void write(List<AuditReport> reports, TrainingOptions options) throws IOException {
        if (json != null) {
            AuditJson.write(reports, json);
        }
        if (out == null) {
            return;
        }
        Files.createDirectories(out);
        AuditJson.write(reports, out.resolve("report.json"));
        Files.writeString(
                out.resolve("report.txt"), reports.stream().map(AuditText::of).collect(Collectors.joining("\n")));
        for (AuditReport report : reports) {
            String split = report.files().name().replaceAll(".*/", "");
            Path sheet = out.resolve(split + ".png");
            if (report.sizes().counts().isEmpty()) {
                System.out.println(sheet + ": not written, no photo can be read");
            } else {
                PictureFiles.writePng(
                        AuditSheet.of(report, options.data().folder().labelFormat(), examples), sheet);
                System.out.println(sheet + ": photo | mask" + (report.instances() > 0 ? " | edges of objects" : ""));
            }
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it calls");
        }
        return spec;
    }
}
