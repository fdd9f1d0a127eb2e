package org.limner.trainer.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.limner.trainer.config.Settings;
import org.limner.trainer.weights.AtomicFile;

/**
 * Writes down how a training goes: {@code log.jsonl} and TensorBoard's event files as it happens, {@code index.html} when
 * it is asked to. What cannot be written is an {@link IOException} that names the file.
 */
public final class RunRecord implements AutoCloseable {
    /** The folder of a run with one file of events per process. */
    static final String TENSORBOARD = "tensorboard";

    /** The folder of a run with its sample grids, which others write. */
    static final String SAMPLES = "samples";

    private static final String LOG = "log.jsonl";
    private static final String PAGE = "index.html";

    /** A thing to do with a file. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private final Path run;
    private final Settings settings;
    private final String data;
    private final CommandHistory history;
    private final Clock clock;
    private final MetricsLog log;
    private final EventFile events;

    /**
     * @param run      the folder, which is there
     * @param settings of the run
     * @param data     the data set's name
     * @param history  with the command of this process last
     * @param step     where this process begins
     */
    public RunRecord(Path run, Settings settings, String data, CommandHistory history, long step) throws IOException {
        this(run, settings, data, history, step, Clock.systemUTC());
    }

    RunRecord(Path run, Settings settings, String data, CommandHistory history, long step, Clock clock)
            throws IOException {
        this.run = run;
        this.settings = settings;
        this.data = data;
        this.history = history;
        this.clock = clock;
        Path lines = run.resolve(LOG);
        log = new MetricsLog(lines, clock);
        write(lines, () -> log.begin(step, history.last()));
        events = EventFile.create(run.resolve(TENSORBOARD), step, clock);
    }

    /** Logs what the steps since the last report gave. */
    public void report(Report report) throws IOException {
        write(run.resolve(LOG), () -> log.write(report));
        Map<String, Double> values = new LinkedHashMap<>();
        report.losses().forEach((name, loss) -> values.put("loss/" + name, loss));
        values.put("rate/generator", report.generatorRate());
        values.put("rate/discriminator", report.discriminatorRate());
        values.put("speed/images-per-second", report.imagesPerSecond());
        values.put("speed/data-wait", report.dataWait());
        report.residentBytes().ifPresent(bytes -> values.put("memory/resident-bytes", (double) bytes));
        report.brokenExamples().ifPresent(count -> values.put("data/broken-examples", (double) count));
        write(events.file(), () -> events.scalars(report.step(), values));
    }

    /**
     * Logs what an evaluation found after a step.
     *
     * @param about how it was measured, and what came of it, for the log alone
     */
    public void metrics(long step, Map<String, Double> metrics, Map<String, String> about) throws IOException {
        write(run.resolve(LOG), () -> log.write(step, metrics, about));
        Map<String, Double> values = new LinkedHashMap<>();
        metrics.forEach((name, value) -> values.put("metric/" + name, value));
        write(events.file(), () -> events.scalars(step, values));
    }

    /** Logs that something is wrong, or right again. */
    public void notice(Notice notice) throws IOException {
        write(run.resolve(LOG), () -> log.write(notice));
    }

    /** Shows a sample grid in TensorBoard; it is {@code width x height} pixels. */
    public void samples(long step, Path png, int width, int height) throws IOException {
        write(events.file(), () -> events.picture(step, "samples", Files.readAllBytes(png), width, height));
    }

    /**
     * Writes the page anew, from everything the log and the folder hold.
     *
     * @param state of the training, a word or two
     */
    public void page(String state) throws IOException {
        Path page = run.resolve(PAGE);
        String html = new RunPage(
                        run.toAbsolutePath().normalize().getFileName().toString(),
                        state,
                        clock.instant(),
                        settings,
                        data,
                        history,
                        RunLog.read(run.resolve(LOG)),
                        grids())
                .html();
        write(page, () -> AtomicFile.write(page, html.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> grids() throws IOException {
        Path folder = run.resolve(SAMPLES);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".png"))
                    .sorted()
                    .toList();
        }
    }

    private static void write(Path file, Writing writing) throws IOException {
        try {
            writing.run();
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
