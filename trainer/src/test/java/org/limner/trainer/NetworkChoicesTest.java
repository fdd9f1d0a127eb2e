package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.training.RunFolder;
import org.limner.trainer.weights.StateDict;

/** Every choice about networks that is not the default, at once, through every verb. */
class NetworkChoicesTest {
    private static final List<String> OTHER_CHOICES = List.of(
            "generator.spectral-norm=false",
            "generator.batch-norm-epsilon=clamped",
            "encoder.spectral-norm=false",
            "discriminator.normalization=batch",
            "discriminator.spectral-norm=false",
            "initialization=orthogonal",
            "initialization.gain=0.5");

    private static final List<String> TINY = List.of(
            "image.width=32",
            "image.height=32",
            "load.width=32",
            "load.height=32",
            "generator.ngf=1",
            "generator.hidden=2",
            "generator.style-size=2",
            "encoder.nef=1",
            "discriminator.ndf=2",
            "batch-size=2",
            "ema.batches=1",
            "data.count=2");

    @TempDir
    Path folder;

    @Test
    void trainsGoesOnIsExportedAndComesBack() throws Exception {
        Path run = folder.resolve("run");
        List<Object> words = new ArrayList<>(List.of("train", "--out", run, "--epochs", 1, "--threads", 1));
        TINY.forEach(setting -> words.addAll(List.of("--set", setting)));
        OTHER_CHOICES.forEach(setting -> words.addAll(List.of("--set", setting)));
        succeed(words.toArray());
        succeed("train", "--resume", run, "--epochs", 2, "--threads", 1);
        StateDict state = RunFolder.open(run).checkpoint().state();
        assertThat(state.names())
                .contains("G.up_0.conv_0.weight", "E.layer1.0.weight", "D.discriminator_0.model1.0.1.running_var")
                .noneMatch(name -> name.endsWith("weight_orig"));
        assertThat(state.get("D.discriminator_0.model1.0.1.num_batches_tracked").longs())
                .containsExactly(4); // twice a step

        succeed("export", "--run", run, "--out", folder.resolve("bundle"));
        Path files = folder.resolve("files");
        succeed("export", "--run", run, "--out", files, "--format", "pth", "--live");
        Path back = folder.resolve("back");
        succeed(
                "import",
                "--generator",
                files.resolve("latest_net_G.pth"),
                "--encoder",
                files.resolve("latest_net_E.pth"),
                "--discriminator",
                files.resolve("latest_net_D.pth"),
                "--set",
                "label_nc=14",
                "--set",
                "no_instance=true",
                "--set",
                "crop_size=32",
                "--run",
                back);
        StateDict imported = RunFolder.open(back).checkpoint().state();
        imported.tensors().forEach((name, tensor) -> {
            if (tensor.type().floating() && !name.startsWith("adam.")) {
                assertThat(tensor.floats()).as(name).isEqualTo(state.get(name).floats());
            }
        });
        assertThat(RunFolder.open(back)
                        .settings()
                        .differences(RunFolder.open(run).settings()))
                .doesNotContain(
                        "generator.spectral-norm",
                        "encoder.spectral-norm",
                        "encoder.normalization",
                        "discriminator.normalization",
                        "discriminator.spectral-norm");
    }

    private static void succeed(Object... words) {
        VerbRun run = VerbRun.of(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }
}
