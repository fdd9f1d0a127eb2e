package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.training.RunFolder;

/**
 * A training that saves after every step, in a process of its own, killed at moments that mean nothing to it. What could go
 * wrong: half a checkpoint where there was a whole one, a run that cannot go on, unfinished files that pile up.
 */
class KilledTrainingTest {
    private static final long[] DELAYS_MILLISECONDS = {7, 61, 230}; // a save takes some 20 to 100

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void leavesACheckpointThatLoadsWheneverItIsKilled() throws Exception {
        Path run = folder.resolve("run");
        long reached = 0;
        for (int i = 0; i < DELAYS_MILLISECONDS.length; i++) {
            killAfter(DELAYS_MILLISECONDS[i], run, reached);

            long step = RunFolder.open(run).checkpoint().position().step();
            assertThat(step).isGreaterThan(reached);
            reached = step;
        }
        try (var files = Files.list(run)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).hasSizeLessThan(2); // the last kill's
        }
    }

    /** Starts or resumes, waits for a checkpoint beyond {@code step}, and the delay more. */
    private static void killAfter(long milliseconds, Path run, long step) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", // it does not live long enough for more
                "-cp",
                System.getProperty("java.class.path"),
                TrainerMain.class.getName(),
                "train",
                "--threads=1"));
        words.addAll(
                step > 0
                        ? List.of("--resume=" + run)
                        : List.of(
                                "--out=" + run,
                                "--minutes=10",
                                "--set=image.width=32",
                                "--set=image.height=32",
                                "--set=load.width=32",
                                "--set=load.height=32",
                                "--set=generator.ngf=1",
                                "--set=generator.hidden=2",
                                "--set=generator.style-size=2",
                                "--set=encoder.nef=1",
                                "--set=discriminator.ndf=2",
                                "--set=batch-size=2",
                                "--set=ema.decay=0",
                                "--set=data.count=2",
                                "--set=sample.seconds=0",
                                "--set=log.seconds=0"));
        Path said = run.resolveSibling("said.txt");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Path next = run.resolve("samples/step-%07d.png".formatted(step + 2)); // so one beyond it has a checkpoint
            while (!Files.exists(next)) {
                assertThat(process.isAlive()).as(() -> text(said)).isTrue();
                TimeUnit.MILLISECONDS.sleep(2);
            }
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
