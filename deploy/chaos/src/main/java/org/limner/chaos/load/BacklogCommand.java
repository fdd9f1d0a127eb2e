package org.limner.chaos.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.limner.chaos.WorkFolder;
import org.limner.chaos.job.Pictures;
import org.limner.chaos.process.WorkerProcess;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.Payload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A worker with little memory and much to do. */
@Command(
        name = "backlog",
        sortOptions = false,
        header = "Gives a worker with little heap a backlog of the largest masks.",
        description = {
            "Publishes jobs with the largest masks the contract allows, then starts one worker with a",
            "generator that takes no time, and waits until all of them are answered."
        },
        footer = {
            "",
            "Example: limner chaos backlog --jobs 10000 --heap 256",
            "Exit codes: 0 all jobs SUCCEEDED within the heap; 1 some did not, or the worker ended; 2 wrong arguments"
        })
public final class BacklogCommand implements Callable<Integer> {
    private static final double SAMPLE_SECONDS = 5;
    private static final double PATIENCE_SECONDS = 120;
    /** Of different masks; more would tell nothing more and take memory here. */
    private static final int MASKS = 4;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "10000", description = "waiting (default: 10000)")
    private int jobs;

    @Option(names = "--heap", paramLabel = "MIB", defaultValue = "256", description = "of the worker (default: 256)")
    private int heap;

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            defaultValue = "4096",
            description = "of each mask, whose file has nearly 256 KiB (default: 4096, the largest allowed)")
    private int side;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean help;

    @Override
    public Integer call() throws Exception {
        Random random = new Random(1);
        List<Payload> masks = new ArrayList<>();
        for (int i = 0; i < MASKS; i++) {
            masks.add(new Payload.Inline(Pictures.large(random, side, JobLimits.DEFAULT.payloadBytes(), 4)));
        }
        WorkFolder folder = WorkFolder.of(null);
        boolean passed;
        try (LoadedWorker loaded = LoadedWorker.start(folder.path(), Map.of())) {
            for (int i = 0; i < jobs; i++) {
                loaded.publish(masks.get(i % MASKS));
            }
            long began = System.nanoTime();
            WorkerProcess worker = loaded.startWorker(heap, true);
            long highest = work(loaded, worker);
            double seconds = (System.nanoTime() - began) / 1e9;
            passed = loaded.outcomes().equals(Map.of("SUCCEEDED", jobs))
                    && worker.exits().isEmpty();
            System.out.printf(
                    Locale.ROOT,
                    "%d jobs of %d x %d and %d bytes, answers %s in %.1f s; heap of %d MiB, at most %.1f MiB in use after"
                            + " a collection; the worker ended %d times%n",
                    jobs,
                    side,
                    side,
                    ((Payload.Inline) masks.get(0)).size(),
                    loaded.outcomes(),
                    seconds,
                    heap,
                    highest / (double) (1 << 20),
                    worker.exits().size());
        }
        if (passed) {
            folder.deleteIfTemporary();
        } else {
            System.out.println("logs and records are in " + folder.path());
        }
        return passed ? 0 : 1;
    }

    /** Until all is answered, the worker has ended, or nothing comes any more; gives the highest heap in bytes. */
    private long work(LoadedWorker loaded, WorkerProcess worker) throws InterruptedException {
        MemoryProbe probe = new MemoryProbe(worker);
        long highest = 0;
        long lastNews = System.nanoTime();
        long lastSample = System.nanoTime();
        while (loaded.answered() < jobs
                && worker.exits().isEmpty()
                && (System.nanoTime() - lastNews) / 1e9 < PATIENCE_SECONDS) {
            int before = loaded.answered();
            loaded.read();
            if (loaded.answered() > before) {
                lastNews = System.nanoTime();
            }
            if ((System.nanoTime() - lastSample) / 1e9 > SAMPLE_SECONDS) {
                lastSample = System.nanoTime();
                Optional<MemorySample> sample = probe.sample();
                highest = Math.max(highest, sample.map(MemorySample::heap).orElse(0L));
            }
        }
        return highest;
    }
}
