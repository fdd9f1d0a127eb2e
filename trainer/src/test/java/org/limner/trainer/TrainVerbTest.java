package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.dataset.DrawnFolder;
import org.limner.trainer.training.Position;
import org.limner.trainer.training.RunFolder;

/** What could go wrong: a mistake that ends with code 0, or with a stack trace instead of a sentence. */
class TrainVerbTest {
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
    void trainsThenGoesOnThenShowsWhatItLearned() {
        Path run = folder.resolve("run");

        VerbRun trained = tiny("--out", run, "--epochs", "1");
        assertThat(trained.exitCode()).as(trained.err()).isEqualTo(0);
        assertThat(trained.out()).contains("learning from scenes/train: 2 examples", "done after 1 steps");

        VerbRun resumed = VerbRun.of("train", "--resume", run, "--epochs", "3", "--threads", "1");
        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(0);
        assertThat(resumed.out()).contains("done after 3 steps");
        assertThat(run.resolve("samples/step-0000003.png")).exists();

        Path grid = folder.resolve("grid.png");
        VerbRun sampled =
                VerbRun.of("sample", "--run", run, "--out", grid, "--seeds", "7,8", "--rows", "1", "--threads", "1");
        assertThat(sampled.exitCode()).as(sampled.err()).isEqualTo(0);
        assertThat(grid).exists();
    }

    @Test
    void stopsOnASignalWithACheckpointAndAGrid() throws Exception {
        Path run = folder.resolve("run");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                TrainerMain.class.getName(),
                "train",
                "--minutes=10",
                "--threads=1",
                "--set=log.seconds=0",
                "--out=" + run));
        TINY.forEach(setting -> words.add("--set=" + setting));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder said = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith("step 3 ")) {
                    process.toHandle().destroy(); // SIGTERM; Process.destroy would close the stream too
                }
            }

            assertThat(process.waitFor()).as(said.toString()).isEqualTo(128 + 15);
            assertThat(said).contains("stopping after this step").contains("stopped after");
        } finally {
            process.destroyForcibly();
        }
        Position position = RunFolder.open(run).checkpoint().position();
        assertThat(position.step()).isGreaterThanOrEqualTo(3);
        assertThat(run.resolve("samples/step-%07d.png".formatted(position.step())))
                .exists();
    }

    @Test
    void refusesDataThatWouldEndItInTheMiddle() throws Exception {
        DrawnFolder drawn = brokenData();
        drawn.numbers("train/labels/3.png", 32, numbers(7));

        VerbRun run = tiny("--out", folder.resolve("run"), "--data", folder.resolve("data"), "--set", "data.count=all");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "label 7 is no class of the 2",
                        "2.jpg cannot be decoded",
                        "limner inspect --data",
                        "--no-audit")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void skipsABrokenPhotoWhenTold() throws Exception {
        brokenData();
        VerbRun run = tiny(
                "--out",
                folder.resolve("run"),
                "--data",
                folder.resolve("data"),
                "--epochs",
                "1",
                "--set",
                "data.broken=skip",
                "--set",
                "data.count=all");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(0);
        assertThat(run.err()).containsOnlyOnce("skipped: ").contains("2.jpg");
        assertThat(run.out()).contains("skipped: 1", "done after 2 steps");
    }

    @Test
    void endsAtABrokenPhotoUnlessTold() throws Exception {
        brokenData();
        VerbRun run = tiny(
                "--out",
                folder.resolve("run"),
                "--data",
                folder.resolve("data"),
                "--no-audit",
                "--set",
                "data.count=4");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("2.jpg cannot be decoded").doesNotContain("\tat ");
    }

    @Test
    void goesOnOnlyWithTheLabelsItBeganWith() throws Exception {
        Path run = folder.resolve("run");
        Path data = Files.createDirectory(folder.resolve("data"));
        DrawnFolder drawn = new DrawnFolder(data);
        for (int i = 0; i < 2; i++) {
            drawn.photo("train/images/" + i + ".jpg", 32, 32);
            drawn.numbers("train/labels/" + i + ".png", 32, numbers(i));
        }
        VerbRun trained = tiny(
                "--out", run, "--data", data, "--epochs", "1", "--set", "data.label-count=2", "--set", "data.void=255");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(RunFolder.open(run).classes().named()).isFalse();

        writeClasses(data, "null", "sky", "sea", "tree"); // three channels, too
        refusedToGoOn(run, "2 labels and void 255 against 3 labels and no void");
        assertThat(RunFolder.open(run).classes().named()).isFalse();

        writeClasses(data, "254", "sky", "sea");
        VerbRun named = resumed(run, "2");
        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(RunFolder.open(run).classes().classes().get(1).name()).isEqualTo("sea");
        assertThat(RunFolder.open(run).classes().voidLabel()).hasValue(254);

        writeClasses(data, "254", "sea", "sky");
        refusedToGoOn(run, "label 0 is 'sky' against 'sea'");
        writeClasses(data, "255", "sky", "sea");
        refusedToGoOn(run, "2 labels and void 254 against 2 labels and void 255");
    }

    private static void writeClasses(Path data, String voidLabel, String... names) throws Exception {
        List<String> classes = new ArrayList<>();
        for (String name : names) {
            classes.add("{\"id\": %d, \"name\": \"%s\", \"color\": \"#00000%d\"}"
                    .formatted(classes.size(), name, classes.size()));
        }
        Files.writeString(
                data.resolve("classes.json"),
                "{\"name\": \"drawn\", \"void\": %s, \"classes\": [%s]}"
                        .formatted(voidLabel, String.join(", ", classes)));
    }

    private static void refusedToGoOn(Path run, String because) {
        VerbRun resumed = resumed(run, "3");
        assertThat(resumed.exitCode()).isEqualTo(3);
        assertThat(resumed.err()).contains(because).doesNotContain("\tat ");
    }

    private static VerbRun resumed(Path run, String epochs) {
        return VerbRun.of(
                "train",
                "--resume",
                run,
                "--epochs",
                epochs,
                "--threads",
                "1",
                "--no-audit",
                "--set",
                "data.label-count=0",
                "--set",
                "data.void=none");
    }

    @Test
    void aResumedTrainingHasItsWeightsAlready() {
        for (String[] words : new String[][] {{"--init", "xavier"}, {"--set", "initialization.gain=0.1"}}) {
            VerbRun run = VerbRun.of("train", "--resume", folder, words[0], words[1]);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("has its weights already: leave --init");
        }
    }

    /** Four pairs of 32 x 32 in two classes; the third photo ends in its middle. */
    private DrawnFolder brokenData() throws Exception {
        DrawnFolder drawn = new DrawnFolder(Files.createDirectory(folder.resolve("data"))).twoClasses();
        for (int i = 0; i < 4; i++) {
            Path photo = drawn.photo("train/images/" + i + ".jpg", 32, 32);
            drawn.numbers("train/labels/" + i + ".png", 32, numbers(i % 2));
            if (i == 2) {
                drawn.truncate(photo);
            }
        }
        return drawn;
    }

    private static int[] numbers(int id) {
        int[] numbers = new int[32 * 32];
        Arrays.fill(numbers, id);
        return numbers;
    }

    @Test
    void namesEveryPresetInItsHelp() {
        VerbRun help = VerbRun.of("train", "--help");

        assertThat(help.out().replaceAll("\\s+", " ")).contains(Settings.PRESETS);
    }

    @Test
    void leavesARunAsItWasWhenItRefusesToGoOnOtherwise() {
        Path run = folder.resolve("run");
        assertThat(tiny("--out", run, "--epochs", "1").exitCode()).isEqualTo(0);

        VerbRun refused = VerbRun.of("train", "--resume", run, "--set", "generator.ngf=3", "--epochs", "2");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("other networks than the settings say");

        VerbRun resumed = VerbRun.of("train", "--resume", run, "--epochs", "2", "--threads", "1");
        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(0);
    }

    @Test
    void refusesAnUnknownSetting() {
        VerbRun run = VerbRun.of("train", "--out", folder.resolve("run"), "--set", "epoch=3");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("'epoch'; did you mean 'epochs'?").doesNotContain("\tat ");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void refusesDataThatIsNotThere() {
        VerbRun run = VerbRun.of("train", "--out", folder.resolve("run"), "--data", folder.resolve("nowhere"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("nowhere").doesNotContain("\tat ");
    }

    @Test
    void refusesToGoOnWhereNothingIs() {
        VerbRun run = VerbRun.of("train", "--resume", folder);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("config.properties is missing");
    }

    @Test
    void asksForTheFolder() {
        VerbRun run = VerbRun.of("train", "--preset", "scenes");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--out");
    }

    @Test
    void refusesTwoLengths() {
        VerbRun run = VerbRun.of("train", "--out", folder, "--minutes", "1", "--epochs", "1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--minutes and --epochs");
    }

    @Test
    void printsSettingsThatCanBeReadBack() throws Exception {
        VerbRun run = VerbRun.of("train", "--preset", "camvid", "--set", "seed=5", "--settings");

        assertThat(run.exitCode()).isEqualTo(0);
        Path file = folder.resolve("settings.properties");
        Files.writeString(file, run.out());
        assertThat(Settings.read(file).longInteger(Setting.SEED)).isEqualTo(5);
    }

    private static VerbRun tiny(Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("train", "--threads", "1"));
        for (String setting : TINY) {
            words.add("--set");
            words.add(setting);
        }
        words.addAll(List.of(arguments)); // behind, so that theirs count
        return VerbRun.of(words.toArray());
    }
}
