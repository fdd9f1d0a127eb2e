package org.limner.trainer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.rendering.GraphRunner;
import org.limner.trainer.rendering.MaskTables;
import org.limner.trainer.rendering.MaskTimes;
import org.limner.trainer.rendering.PeakMemory;
import org.limner.trainer.rendering.RenderBenchmark;
import org.limner.trainer.rendering.RenderMask;
import org.limner.trainer.rendering.RenderMasks;
import org.limner.trainer.rendering.RenderReport;
import org.limner.trainer.rendering.RenderSubject;
import org.limner.trainer.rendering.RenderedGraph;
import org.limner.trainer.rendering.StyleTimes;
import org.limner.trainer.rendering.TemporaryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limner bench render}. */
@Command(
        name = "render",
        description = {
            "Measures how fast generators render on the processor. With --arch it is one of a preset's",
            "size with weights that nobody trained, as the plain graph and as the window graph: both",
            "are opened in this process and render the same masks and styles in turn. With --bundle it",
            "is a bundle's own graph, and with two of them one against the other.",
            "",
            "A ratio is the first graph's median time over the second's for one mask; times are of the",
            "runtime's run alone. Memory is the most that a process with one of the graphs holds."
        },
        footer = {
            "",
            "Examples:",
            "  limner bench render --arch coco --masks coco/labels --instances coco/instances --styles 1,4,8",
            "  limner bench render --arch coco --masks checkerboard --styles 1 --json",
            "  limner bench render --bundle bundles/scenes --masks scenes",
            "  limner bench render --bundle old --bundle new --masks scenes --styles 1,8",
            "",
            "Exit codes: 0 measured, 2 wrong arguments, 3 settings, bundle or masks refused"
        })
public final class BenchRenderCommand implements Callable<Integer> {
    private static final String SCENES = "scenes";
    private static final String CHECKERBOARD = "checkerboard";
    private static final int DRAWN = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            description = {
                "A generator of this preset's size, with style input: coco, ade20k, cityscapes, ..;",
                "limner train lists them."
            })
    private @Nullable String preset;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "With --arch: changes one of its settings, as limner train takes them; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--bundle", paramLabel = "DIR", description = "A bundle; may be given twice.")
    private List<Path> bundles = new ArrayList<>();

    @Option(
            names = "--masks",
            paramLabel = "DIR",
            defaultValue = SCENES,
            description = {
                "Label maps, brought to the generator's size; or '" + SCENES + "', drawn landscapes; or",
                "'" + CHECKERBOARD + "', every pixel another label: the worst case. Default: ${DEFAULT-VALUE}."
            })
    private String masks = SCENES;

    @Option(
            names = "--instances",
            paramLabel = "DIR",
            description = "Instance maps with the names of the masks, for generators that read instance edges.")
    private @Nullable Path instances;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "At most so many masks. Default: all of a folder, " + DRAWN + " drawn ones.")
    private @Nullable Integer count;

    @Option(
            names = "--styles",
            paramLabel = "N",
            split = ",",
            defaultValue = "1",
            description = "Images of one mask in one run; several numbers are measured one after another."
                    + " Default: ${DEFAULT-VALUE}.")
    private List<Integer> styles = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measured runs of each graph for each mask; their median counts. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--threads",
            paramLabel = "T",
            defaultValue = "0",
            description = "Threads of an operation; 0: one per core. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = {
                "With --arch: writes both generators there as bundles, for a worker to be measured with",
                "(limner bench jobs)."
            })
    private @Nullable Path keep;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of weights and styles. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--skip-memory", description = "Measures no memory: it takes a process per graph.")
    private boolean skipsMemory;

    @Option(names = "--json", description = "Prints one JSON object per number of styles instead of tables.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        RenderSubject subject = subject();
        check(subject);
        List<RenderMask> rendered = masks(subject);
        try (TemporaryFolder folder = TemporaryFolder.create("limner-bench-render")) {
            List<RenderedGraph> graphs = subject.graphs(seed, keep != null ? keep : folder.path());
            try (GraphRunner first = GraphRunner.open(graphs.get(0), threads);
                    GraphRunner second = graphs.size() > 1 ? GraphRunner.open(graphs.get(1), threads) : null) {
                measure(second == null ? List.of(first) : List.of(first, second), rendered, folder.path());
            }
        }
        return 0;
    }

    private RenderSubject subject() throws IOException {
        if ((preset == null) == bundles.isEmpty()) {
            throw usage("either --arch or --bundle says what renders");
        }
        if (preset == null) {
            if (bundles.size() > 2) {
                throw usage("--bundle is given %d times: two bundles are compared at most".formatted(bundles.size()));
            }
            if (keep != null) {
                throw usage("--keep keeps what --arch makes; a bundle is there already");
            }
            if (!assignments.isEmpty()) {
                throw usage("--set changes what --arch makes; a bundle is as it is");
            }
            return RenderSubject.bundles(bundles);
        }
        Settings settings = Settings.preset(preset).with(Setting.INPUT, "style");
        for (String assignment : assignments) {
            settings = settings.with(assignment);
        }
        RenderSubject.Untrained untrained = RenderSubject.untrained(preset, TrainingOptions.of(settings));
        return keep == null ? untrained : new RenderSubject.Kept(untrained, preset);
    }

    private void check(RenderSubject subject) {
        if (rounds < 1 || threads < 0 || count != null && count < 1) {
            throw usage("--rounds and --count must be at least 1 and --threads at least 0");
        }
        for (int number : styles) {
            if (number < 1) {
                throw usage("--styles must be numbers from 1 up, not " + number);
            }
            if (number > 1 && subject.styleSize() == 0) {
                throw usage("--styles " + number + ": this generator reads no style, so a mask has one image");
            }
        }
        boolean drawn = masks.equals(SCENES) || masks.equals(CHECKERBOARD);
        if (drawn && instances != null) {
            throw usage("--instances goes with a folder of --masks; drawn ones have their own");
        }
        boolean edges = subject.geometry().edges();
        if (!drawn && edges != (instances != null)) {
            throw usage(
                    edges
                            ? "this generator reads instance edges: --instances says where the instance maps are"
                            : "--instances has no effect: this generator reads no instance edges");
        }
    }

    private List<RenderMask> masks(RenderSubject subject) {
        WindowGeometry geometry = subject.geometry();
        return switch (masks) {
            case SCENES -> RenderMasks.scenes(count == null ? DRAWN : count, geometry);
            case CHECKERBOARD -> RenderMasks.checkerboards(count == null ? DRAWN : count, geometry);
            default ->
                RenderMasks.read(
                        Path.of(masks),
                        instances,
                        count == null ? Integer.MAX_VALUE : count,
                        subject.classes(),
                        geometry);
        };
    }

    private void measure(List<GraphRunner> graphs, List<RenderMask> rendered, Path folder) throws IOException {
        RenderReport report = new RenderReport(
                graphs,
                MaskTables.of(rendered, graphs.get(0).graph().geometry()),
                rounds,
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
        if (!json) {
            System.out.print(report.head());
        }
        RenderBenchmark benchmark = new RenderBenchmark(graphs, rounds, seed);
        for (int number : styles) {
            if (!json) {
                System.out.print(report.columns(number));
            }
            Consumer<MaskTimes> progress = json ? mask -> {} : mask -> System.out.print(report.row(mask));
            List<MaskTimes> times = benchmark.run(rendered, number, progress);
            StyleTimes all = new StyleTimes(number, times, memory(graphs, rendered, number, folder));
            System.out.print(json ? report.json(all) + "\n" : report.foot(all));
        }
    }

    private List<OptionalLong> memory(List<GraphRunner> graphs, List<RenderMask> rendered, int number, Path folder)
            throws IOException {
        List<OptionalLong> peaks = new ArrayList<>();
        if (!skipsMemory) {
            for (GraphRunner graph : graphs) {
                peaks.add(PeakMemory.of(graph.graph(), rendered, number, seed, threads, folder));
            }
        }
        return peaks;
    }

    private ParameterException usage(String problem) {
        if (spec == null) {
            throw new IllegalStateException("the command line sets this before it calls", null);
        }
        return new ParameterException(spec.commandLine(), problem);
    }
}
