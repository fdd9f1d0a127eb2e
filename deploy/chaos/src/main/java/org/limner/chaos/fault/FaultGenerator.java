package org.limner.chaos.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.GeneratorRuntime;
import org.limner.worker.generator.PreparedMask;
import org.limner.worker.generator.RenderBatch;
import org.limner.worker.generator.RenderRequest;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** Renders as the generator within does, unless an image of the batch asks for a fault. */
final class FaultGenerator implements Generator {
    private static final int EXIT_CODE_OF_A_KILLED_PROCESS = 128 + 9;
    /** In a batch, then alone, then once more alone, which is all that one worker does at once. */
    private static final int REPEATEDLY = 3;

    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(30);

    private final Generator generator;
    private final Attempts attempts;
    private final Duration maxDelay;
    private final Duration sleep;

    FaultGenerator(Generator generator, Attempts attempts, Duration maxDelay, Duration sleep) {
        this.generator = generator;
        this.attempts = attempts;
        this.maxDelay = maxDelay;
        this.sleep = sleep;
    }

    @Override
    public PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) throws InferenceFailedException {
        return generator.prepare(labels, edges);
    }

    @Override
    public List<RgbImage> generate(RenderBatch batch) throws InferenceFailedException {
        wait(Duration.ofNanos(ThreadLocalRandom.current().nextLong(maxDelay.toNanos() + 1)));
        for (RenderRequest request : batch.requests()) {
            OptionalLong seed = request.style().seed();
            if (seed.isPresent() && FaultSeed.in(seed.getAsLong()).isPresent()) {
                make(FaultSeed.in(seed.getAsLong()).get(), seed.getAsLong(), batch.size());
            }
        }
        return generator.generate(batch);
    }

    private void make(Fault fault, long seed, int batchSize) throws InferenceFailedException {
        long before = attempts.add(seed);
        switch (fault) {
            case FAIL_ONCE -> failTimes(1, before);
            case FAIL_REPEATEDLY -> failTimes(REPEATEDLY, before);
            case SHORT_OF_MEMORY -> {
                if (batchSize > 1) {
                    throw new InferenceFailedException(
                            FailureKind.RESOURCES, "want of memory on purpose in a batch of " + batchSize, null);
                }
            }
            case HALT -> Runtime.getRuntime().halt(EXIT_CODE_OF_A_KILLED_PROCESS);
            case SEGMENTATION_FAULT -> signal("SEGV");
            case KILL -> signal("KILL");
            case SLEEP -> wait(sleep);
        }
    }

    private static void failTimes(int times, long before) throws InferenceFailedException {
        if (before < times) {
            throw new InferenceFailedException(
                    FailureKind.WORKER, "fault " + (before + 1) + " of " + times + " on purpose", null);
        }
    }

    /** From the shell: the JVM sends itself no signal that it does not survive. */
    private static void signal(String name) {
        try {
            new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "kill -" + name + " " + ProcessHandle.current().pid())
                    .start()
                    .waitFor(SIGNAL_LIMIT.toSeconds(), TimeUnit.SECONDS);
            // The signal may find its process a moment later.
            TimeUnit.NANOSECONDS.sleep(SIGNAL_LIMIT.toNanos());
        } catch (IOException e) {
            throw new IllegalStateException("cannot send SIG" + name + " to this process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("this process outlived SIG" + name + " by " + SIGNAL_LIMIT);
    }

    private static void wait(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public GeneratorRuntime runtime() {
        return generator.runtime();
    }

    @Override
    public void close() {
        generator.close();
    }
}
