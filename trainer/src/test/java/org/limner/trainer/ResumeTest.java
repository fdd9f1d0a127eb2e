package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.training.Checkpoint;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.weights.StateDict;

/**
 * Trainings in processes of their own, so that nothing but the checkpoint can carry over. What could go wrong: anything that a
 * step depends on and the checkpoint lacks, such as the place within an epoch or a moment of Adam's.
 */
class ResumeTest {
    private static final long PATIENCE_SECONDS = 120;

    /** Five steps to an epoch: the third is in the middle of one. Crops, mirrors, styles and the rate differ from step to step. */
    private static final List<String> TINY = List.of(
            "image.width=32",
            "image.height=32",
            "load.width=36",
            "load.height=36",
            "generator.ngf=1",
            "generator.hidden=2",
            "generator.style-size=2",
            "encoder.nef=1",
            "discriminator.ndf=2",
            "batch-size=2",
            "ema.batches=1",
            "image.random-scale=1..1.2",
            "discriminator-steps=2",
            "data.count=10",
            "epochs=1",
            "decay-epochs=1");

    @TempDir
    Path folder;

    @Test
    void sixStepsAreThreeAndInANewProcessThree() throws Exception {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");

        train(fresh(whole, 6));
        train(fresh(parts, 3));
        Checkpoint half = RunFolder.open(parts).checkpoint();
        train(List.of("--resume=" + parts, "--stop-after=6"));

        Checkpoint expected = RunFolder.open(whole).checkpoint();
        Checkpoint resumed = RunFolder.open(parts).checkpoint();
        assertThat(half.position().step()).isEqualTo(3);
        assertThat(resumed.position().step())
                .isEqualTo(expected.position().step())
                .isEqualTo(6);
        assertThat(resumed.state().names()).isEqualTo(expected.state().names());
        assertThat(differing(expected.state(), half.state())).isNotEmpty();
        assertThat(differing(expected.state(), resumed.state())).isEmpty();
        assertThat(resumed.losses()).isEqualTo(expected.losses());
    }

    private static List<String> fresh(Path run, int steps) {
        List<String> arguments = new ArrayList<>(List.of("--out=" + run, "--stop-after=" + steps));
        TINY.forEach(setting -> arguments.add("--set=" + setting));
        return arguments;
    }

    private void train(List<String> arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                TrainerMain.class.getName(),
                "train",
                "--threads=1"));
        words.addAll(arguments);
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ended in %s s", PATIENCE_SECONDS)
                    .isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(said, StandardCharsets.UTF_8))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> differing(StateDict one, StateDict other) {
        return one.names().stream()
                .filter(name -> one.get(name).type().floating()
                        ? !Arrays.equals(one.get(name).floats(), other.get(name).floats())
                        : !Arrays.equals(one.get(name).longs(), other.get(name).longs()))
                .toList();
    }
}
