package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.dataset.DrawnFolder;

/** What could go wrong: problems that end with code 0, a report that is not where it was asked for. */
class InspectVerbTest {
    @TempDir
    Path root;

    private DrawnFolder drawn;

    @BeforeEach
    void drawGoodData() throws IOException {
        drawn = new DrawnFolder(root).twoClasses();
        for (String split : new String[] {"train", "val"}) {
            drawn.photo(split + "/images/a.png", 4, 2);
            drawn.numbers(split + "/labels/a.png", 4, 0, 0, 0, 1, 0, 0, 255, 255);
        }
    }

    @Test
    void reportsEverySplitAndWritesWhatItIsAskedFor() {
        Path out = root.resolve("report");
        VerbRun run = VerbRun.of("inspect", "--data", root, "--out", out, "--json", root.resolve("report.json"));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(0);
        assertThat(run.out()).contains("/train: 1 pairs", "/val: 1 pairs", "no problems");
        assertThat(out.resolve("train.png")).exists();
        assertThat(out.resolve("val.png")).exists();
        assertThat(out.resolve("report.txt")).content().contains("sky");
        assertThat(root.resolve("report.json")).content().contains("\"clean\" : true");
    }

    @Test
    void endsWithOneWhereThereAreProblems() throws IOException {
        drawn.numbers("val/labels/a.png", 4, 0, 0, 0, 1, 0, 0, 34, 255);

        assertThat(VerbRun.of("inspect", "--data", root, "--split", "train").exitCode())
                .isEqualTo(0);
        VerbRun run = VerbRun.of("inspect", "--data", root);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("label 34 is no class");
    }

    @Test
    void checksTheSizesThatASettingAsksFor() {
        VerbRun run = VerbRun.of("inspect", "--data", root, "--set", "image.preprocess=none");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("is 4 x 2, which 'none' brings to 32 x 32, but the generator paints 128 x 128");
    }

    @Test
    void refusesAFolderWithoutData() {
        VerbRun run = VerbRun.of("inspect", "--data", root.resolve("nowhere"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("nowhere is no folder").doesNotContain("\tat ");
    }

    @Test
    void asksForTheFolder() {
        VerbRun run = VerbRun.of("inspect");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--data");
    }

    @Test
    void namesTheLayoutsWhenOneIsMistyped() {
        VerbRun run = VerbRun.of("inspect", "--data", root, "--layout", "cityscape");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("data.layout = cityscape", "cityscapes");
    }
}
