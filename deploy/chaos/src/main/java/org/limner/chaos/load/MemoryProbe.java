package org.limner.chaos.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limner.chaos.process.WorkerProcess;

/** Has a worker collect its garbage and reads what is left from its metrics. */
final class MemoryProbe {
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)$");
    private static final Pattern DIRECT =
            Pattern.compile("(?m)^jvm_buffer_memory_used_bytes\\{id=\"direct\".*} (\\S+)$");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final long JCMD_SECONDS = 30;

    private final WorkerProcess worker;
    private final long began = System.nanoTime();

    MemoryProbe(WorkerProcess worker) {
        this.worker = worker;
    }

    /** Empty while the worker does not answer. */
    Optional<MemorySample> sample() throws InterruptedException {
        if (!collect()) {
            return Optional.empty();
        }
        String metrics = worker.get("/q/metrics");
        long heap = sum(HEAP, metrics);
        return heap == 0
                ? Optional.empty()
                : Optional.of(new MemorySample(
                        (System.nanoTime() - began) / 1e9, heap, sum(DIRECT, metrics), 1024 * sum(RESIDENT, status())));
    }

    private boolean collect() throws InterruptedException {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(worker.pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return jcmd.waitFor(JCMD_SECONDS, TimeUnit.SECONDS) && jcmd.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("memory is measured with the JDK's jcmd, which cannot be run", e);
        }
    }

    private String status() {
        try {
            return Files.readString(Path.of("/proc/" + worker.pid() + "/status"));
        } catch (IOException e) {
            return ""; // not Linux, or the process has just ended
        }
    }

    private static long sum(Pattern pattern, String text) {
        double sum = 0;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return (long) sum;
    }
}
