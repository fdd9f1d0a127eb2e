package org.limner.trainer.dataset.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.dataset.DrawnFolder;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.FoldersForTests;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.LabelFormat;
import org.limner.trainer.dataset.PictureSize;
import org.limner.trainer.dataset.Preprocess;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.dataset.layout.Layouts;

/** What could go wrong: a training that ends in its third hour at a file that this could have named. */
class FolderAuditTest {
    @TempDir
    Path root;

    private DrawnFolder drawn;

    @BeforeEach
    void drawTwoGoodPairs() throws IOException {
        drawn = new DrawnFolder(root).twoClasses();
        drawn.photo("train/images/a.png", 4, 2);
        drawn.numbers("train/labels/a.png", 4, 0, 0, 0, 1, 0, 0, 255, 255);
        drawn.photo("train/images/b.png", 4, 2);
        drawn.numbers("train/labels/b.png", 4, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void countsLabelsPixelByPixel() {
        AuditReport report = audit(null);

        assertThat(report.labels())
                .containsExactly(
                        new LabelCount(0, "sky", 13, 2),
                        new LabelCount(1, "sea", 1, 1),
                        new LabelCount(255, "void", 2, 1));
        assertThat(report.clean()).isTrue();
        assertThat(report.refusal(false)).isEmpty();
        assertThat(report.sizes().mostFrequent()).contains(new PictureSize(4, 2));
    }

    @Test
    void namesFileIdAndPlaceOfALabelBeyondTheClasses() throws IOException {
        drawn.numbers("train/labels/b.png", 4, 0, 0, 0, 0, 0, 34, 34, 0);
        AuditReport report = audit(null);

        assertThat(report.clean()).isFalse();
        assertThat(sentence(report, "unknown-label"))
                .contains("label 34 is no class of the 2 and not the void 255")
                .contains("pixels: 2")
                .contains("b.png at (1, 1)");
        assertThat(report.refusal(false)).get().asString().contains("label 34");
    }

    @Test
    void namesTheNearestClassOfAColourThatIsNone() throws IOException {
        drawn.colors("train/labels/b.png", 4, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00FE00);

        assertThat(sentence(audit(null), "unknown-color"))
                .contains("colour #00fe00")
                .contains("at (3, 1)")
                .contains("#00ff00, 1 'sea'");
    }

    @Test
    void keepsToTheFirstOfThousandsOfColours() throws IOException {
        int[] smoothed = new int[200 * 10];
        for (int i = 0; i < smoothed.length; i++) {
            smoothed[i] = 0x300000 + i;
        }
        drawn.photo("train/images/b.png", 200, 10);
        drawn.colors("train/labels/b.png", 200, smoothed);
        AuditReport report = audit(null);

        assertThat(report.findings().stream().filter(Finding::isProblem)).hasSize(13);
        assertThat(report.findings())
                .extracting(Finding::sentence)
                .contains("and at least 88 more values that are no class");
    }

    @Test
    void findsWhatCannotBeDecodedAndPairsOfTwoSizes() throws IOException {
        drawn.truncate(drawn.photo("train/images/a.png", 4, 2));
        drawn.photo("train/images/b.png", 3, 2);
        AuditReport report = audit(null);

        assertThat(sentence(report, "undecodable")).contains("a.png cannot be decoded");
        assertThat(sentence(report, "size-mismatch"))
                .contains("train/b: the photo is 3 x 2 but its label map is 4 x 2");
        assertThat(report.unusable()).isEqualTo(2);
    }

    @Test
    void forgivesATenthOfBrokenPairsToThoseWhoSkip() throws IOException {
        drawn.truncate(drawn.photo("train/images/a.png", 4, 2));

        assertThat(audit(null).refusal(true)).isEmpty();
        drawn.truncate(drawn.photo("train/images/b.png", 4, 2));
        assertThat(audit(null).refusal(true)).isPresent();
    }

    @Test
    void forgivesNobodyAMissingMask() throws IOException {
        Files.delete(root.resolve("train/labels/a.png"));
        AuditReport report = audit(null);

        assertThat(sentence(report, "no-labels")).contains("a.png");
        assertThat(report.refusal(true)).isPresent();
    }

    @Test
    void noticesGreyPhotosAndClassesThatNeverOccur() throws IOException {
        drawn.greyPhoto("train/images/a.png", 4, 2);
        drawn.numbers("train/labels/a.png", 4, 0, 0, 0, 0, 0, 0, 0, 0);
        AuditReport report = audit(null);

        assertThat(report.clean()).isTrue();
        assertThat(sentence(report, "grey-photo")).contains("train/a");
        assertThat(sentence(report, "never-occurring")).contains("1 sea").contains("255 void");
    }

    @Test
    void checksSizesAgainstTheWayPicturesAreResized() {
        Framing none = new Framing(Preprocess.NONE, 1, 1, 64, 32, 32, 1, 1, false);
        assertThat(sentence(audit(none), "unreachable-size"))
                .contains("train/a is 4 x 2")
                .contains("32 x 32");

        Framing crop = new Framing(Preprocess.CROP, 1, 1, 32, 32, 1, 1, 1, false);
        assertThat(sentence(audit(crop), "enlarged")).contains("train/a, train/b");
        assertThat(audit(crop).clean()).isTrue();
    }

    @Test
    void looksAtAsManyAsAskedSpreadEvenly() throws IOException {
        for (int i = 0; i < 40; i++) {
            drawn.photo("train/images/n" + i + ".png", 4, 2);
            drawn.numbers("train/labels/n" + i + ".png", 4, 0, 0, 0, 0, 0, 0, 0, i < 20 ? 0 : 1);
        }
        AuditReport report = new FolderAudit(LabelFormat.AUTO, null, 3).of(files(), Depth.PIXELS, 21);

        assertThat(report.looked()).isEqualTo(21);
        assertThat(report.labels().get(0).images()).isEqualTo(21);
        assertThat(report.labels().get(1).images()).isBetween(9, 12);
        assertThat(report.sizes().counts()).containsEntry(new PictureSize(4, 2), 42L);
    }

    @Test
    void givesTheSameReportWhateverTheThreads() throws IOException {
        for (int i = 0; i < 40; i++) {
            drawn.photo("train/images/n" + i + ".png", 4, 2);
            drawn.numbers("train/labels/n" + i + ".png", 4, 0, 0, 0, 0, 0, 0, i, 100 + i);
        }

        assertThat(new FolderAudit(LabelFormat.AUTO, null, 4).of(files(), Depth.PIXELS, 99))
                .isEqualTo(new FolderAudit(LabelFormat.AUTO, null, 1).of(files(), Depth.PIXELS, 99));
    }

    @Test
    void isReadByPeopleAndByPrograms() throws IOException {
        drawn.numbers("train/labels/b.png", 4, 0, 0, 0, 0, 0, 34, 34, 0);
        AuditReport report = audit(null);

        assertThat(AuditText.of(report))
                .contains("2 pairs in layout 'pairs'")
                .contains("all 4 x 2")
                .containsPattern("0 +sky +11 +78.57 % +2")
                .contains("label 34")
                .contains("limner train --preset custom");
        Path file = root.resolve("report.json");
        AuditJson.write(List.of(report), file);
        JsonNode json = new ObjectMapper().readTree(file.toFile()).get(0);
        assertThat(json.path("clean").asBoolean()).isFalse();
        assertThat(json.path("labels").path(1).path("name").asText()).isEqualTo("sea");
        assertThat(json.path("findings").path(0).path("code").asText()).isEqualTo("unknown-label");
        assertThat(json.path("findings").path(0).path("examples").path(0).asText())
                .endsWith("b.png");
    }

    @Test
    void showsMasksInTheirColoursUnknownOnesInMagentaAndEdges() throws IOException {
        drawn.photo("train/images/a.png", 160, 160);
        drawn.photo("train/images/b.png", 160, 160);
        int[] ids = new int[160 * 160];
        Arrays.fill(ids, 80 * 160, ids.length, 34);
        drawn.numbers("train/labels/a.png", 160, ids);
        drawn.numbers("train/labels/b.png", 160, new int[160 * 160]);
        drawn.numbers("train/instances/a.png", 160, ids);
        drawn.numbers("train/instances/b.png", 160, ids);

        RgbImage sheet = AuditSheet.of(audit(null), LabelFormat.AUTO, 10);

        assertThat(sheet.width()).isEqualTo(2 * 3 * 160 + 8);
        assertThat(rgb(sheet, 160 + 10, 10)).isEqualTo(0x0000FF); // sky
        assertThat(rgb(sheet, 160 + 10, 150)).isEqualTo(0xFF00FF); // label 34
        assertThat(rgb(sheet, 320 + 10, 80)).isEqualTo(0x000000); // an edge
        assertThat(rgb(sheet, 320 + 10, 10)).isEqualTo(0xFFFFFF); // inside an object
    }

    @Test
    void suggestsThePresetOfAKnownDataSet() throws IOException {
        DrawnFolder facades = new DrawnFolder(root.resolve("f"));
        facades.photo("train_img/cmp_1.png", 4, 4);
        facades.numbers("train_label/cmp_1.png", 4, new int[16]);
        FolderFiles files = Layouts.find(root.resolve("f"), "train", FoldersForTests.UNSAID);

        assertThat(new FolderAudit(LabelFormat.AUTO, null, 1)
                        .of(files, Depth.SIZES, 1)
                        .suggestion())
                .isEqualTo("--preset facades");
        assertThat(audit(null).suggestion()).contains("--preset custom", "image.width=256", "image.height=128");
    }

    private AuditReport audit(@Nullable Framing framing) {
        return new FolderAudit(LabelFormat.AUTO, framing, 2).of(files(), Depth.PIXELS, Integer.MAX_VALUE);
    }

    private FolderFiles files() {
        return Layouts.find(root, "train", FoldersForTests.UNSAID);
    }

    private static String sentence(AuditReport report, String code) {
        return report.findings().stream()
                .filter(finding -> finding.code().equals(code))
                .map(Finding::sentence)
                .findFirst()
                .orElse("no finding " + code + " in " + report.findings());
    }

    private static int rgb(RgbImage image, int x, int y) {
        return image.at(x, y, 0) << 16 | image.at(x, y, 1) << 8 | image.at(x, y, 2);
    }
}
