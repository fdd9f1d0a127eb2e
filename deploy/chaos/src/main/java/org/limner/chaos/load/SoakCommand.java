package org.limner.chaos.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.limner.chaos.WorkFolder;
import org.limner.chaos.job.Pictures;
import org.limner.chaos.process.WorkerProcess;
import org.limner.schemas.job.Payload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a worker under full load needs more and more memory. */
@Command(
        name = "soak",
        sortOptions = false,
        header = "Keeps one worker busy and looks at its memory.",
        description = {
            "After forced collections the lowest of the heap and of the direct buffers in the last",
            "sixth of the time may be at most 5 % above that of the second sixth, as in minutes 25 to",
            "30 and 5 to 10 of 30."
        },
        footer = {
            "",
            "Example: limner chaos soak --minutes 30",
            "Exit codes: 0 memory stays as it is; 1 it grows, or the worker ended; 2 wrong arguments"
        })
public final class SoakCommand implements Callable<Integer> {
    private static final double SAMPLE_SECONDS = 5;
    /** Waiting at any time: more than a worker has on its way at once. */
    private static final int BACKLOG = 500;

    private static final double ALLOWED_GROWTH = 0.05;
    private static final int MASK_SIDE = 64;
    private static final int HEAP_MEBIBYTES = 512;
    private static final double MEBIBYTE = 1 << 20;

    /** So that half an hour of results does not fill the disk. */
    private static final Map<String, String> SHORT_MEMORY = Map.of(
            "log.retention.bytes",
            String.valueOf(64 << 20),
            "log.segment.bytes",
            String.valueOf(16 << 20),
            "log.retention.check.interval.ms",
            "10000",
            "log.segment.delete.delay.ms",
            "1000");

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "30", description = "(default: 30)")
    private double minutes;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean help;

    @Override
    public Integer call() throws Exception {
        WorkFolder folder = WorkFolder.of(null);
        boolean passed;
        try (LoadedWorker loaded = LoadedWorker.start(folder.path(), SHORT_MEMORY)) {
            WorkerProcess worker = loaded.startWorker(HEAP_MEBIBYTES, false);
            List<MemorySample> samples = load(loaded, worker);
            boolean steady = compare("heap", samples, MemorySample::heap)
                    & compare("direct buffers", samples, MemorySample::direct);
            compare("whole process", samples, MemorySample::resident); // for people: the system gives memory back late
            System.out.printf(
                    Locale.ROOT,
                    "%d jobs answered in %.1f minutes, %.0f a second; answers %s; the worker ended %d times%n",
                    loaded.answered(),
                    minutes,
                    loaded.answered() / (minutes * 60),
                    loaded.outcomes(),
                    worker.exits().size());
            passed = steady
                    && worker.exits().isEmpty()
                    && loaded.outcomes().keySet().equals(java.util.Set.of("SUCCEEDED"));
        }
        folder.deleteIfTemporary();
        return passed ? 0 : 1;
    }

    private List<MemorySample> load(LoadedWorker loaded, WorkerProcess worker) throws InterruptedException {
        Payload mask = new Payload.Inline(Pictures.bands(MASK_SIDE, MASK_SIDE, 4));
        MemoryProbe probe = new MemoryProbe(worker);
        List<MemorySample> samples = new ArrayList<>();
        long began = System.nanoTime();
        long lastSample = began;
        while ((System.nanoTime() - began) / 1e9 < minutes * 60
                && worker.exits().isEmpty()) {
            while (loaded.published() - loaded.answered() < BACKLOG) {
                loaded.publish(mask);
            }
            loaded.read();
            if ((System.nanoTime() - lastSample) / 1e9 > SAMPLE_SECONDS) {
                lastSample = System.nanoTime();
                probe.sample().ifPresent(samples::add);
            }
        }
        return samples;
    }

    /** Prints the lowest of both times; false when the later one is more than the allowed growth above the earlier. */
    private boolean compare(String what, List<MemorySample> samples, ToLongFunction<MemorySample> bytes) {
        double sixth = minutes * 10;
        long early = lowest(samples, bytes, sixth, 2 * sixth);
        long late = lowest(samples, bytes, 5 * sixth, 6 * sixth + SAMPLE_SECONDS);
        double growth = (late - early) / (double) early;
        System.out.printf(
                Locale.ROOT,
                "%-15s lowest %.2f MiB in minutes %.1f to %.1f, %.2f MiB in minutes %.1f to %.1f: %+.1f %%%n",
                what,
                early / MEBIBYTE,
                sixth / 60,
                2 * sixth / 60,
                late / MEBIBYTE,
                5 * sixth / 60,
                minutes,
                100 * growth);
        return growth <= ALLOWED_GROWTH;
    }

    private static long lowest(List<MemorySample> samples, ToLongFunction<MemorySample> bytes, double from, double to) {
        return samples.stream()
                .filter(sample -> sample.seconds() >= from && sample.seconds() < to)
                .mapToLong(bytes)
                .min()
                .orElseThrow(() -> new IllegalStateException(
                        "no measurement between " + from + " and " + to + " s; give it more --minutes"));
    }
}
