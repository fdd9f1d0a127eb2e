package org.limner.trainer.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.DrawnFolder;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.FolderDataset;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.FoldersForTests;
import org.limner.trainer.dataset.LabelFormat;
import org.limner.trainer.dataset.PairedFiles;

/** What could go wrong: a photo with another's mask, a folder taken for another data set, files that are overlooked. */
class LayoutsTest {
    private static final FolderOptions AUTO = FoldersForTests.UNSAID;

    @TempDir
    Path root;

    private DrawnFolder drawn;

    @BeforeEach
    void begin() {
        drawn = new DrawnFolder(root);
    }

    @Test
    void readsCocoWithInstancesAndPortraits() throws IOException {
        for (String kind : new String[] {"", "_portrait"}) {
            String name = kind.isEmpty() ? "000000000009" : "000000000001";
            drawn.photo("train_img%s/%s.jpg".formatted(kind, name), 3, 2);
            drawn.numbers("train_label%s/%s.png".formatted(kind, name), 3, 0, 181, 255, 0, 0, 0);
            drawn.numbers("train_inst%s/%s.png".formatted(kind, name), 3, 1, 2, 3, 1, 1, 1);
        }

        FolderFiles files = Layouts.find(root, "train", AUTO);

        assertThat(files.layout()).isEqualTo("coco");
        assertThat(files.pairs())
                .extracting(PairedFiles::name)
                .containsExactly("train/000000000009", "train/000000000001");
        Example example = new FolderDataset(files, LabelFormat.AUTO).example(0);
        assertThat(example.labels().indices())
                .startsWith((short) 0, (short) 181, (short) 182); // 255 is void, the last channel
        assertThat(example.instances()).isNotNull();
        assertThat(Layouts.find(root, "train", without(true)).pairs()).hasSize(1);
    }

    @Test
    void looksAtNoPortraits() throws IOException {
        drawn.photo("val_img/000000000009.jpg", 1, 1);
        drawn.numbers("val_label/000000000009.png", 1, 0);
        drawn.photo("val_img_portrait/000000000001.jpg", 1, 1);
        drawn.numbers("val_label_portrait/000000000001.png", 1, 0);

        assertThat(Layouts.find(root, "val", AUTO).pairs()).hasSize(1);
    }

    @Test
    void leavesInstanceMapsAloneThatNobodyReads() throws IOException {
        drawn.photo("train_img/000000000009.jpg", 1, 1);
        drawn.photo("train_img/000000000010.jpg", 1, 1);
        drawn.numbers("train_label/000000000009.png", 1, 0);
        drawn.numbers("train_label/000000000010.png", 1, 0);
        drawn.numbers("train_inst/000000000009.png", 1, 0);

        assertThatThrownBy(() -> Layouts.find(root, "train", AUTO).complete())
                .hasMessageContaining("no instance map for 1 of 2: 000000000010");
        assertThat(Layouts.find(root, "train", without(false)).complete().pairs())
                .hasSize(2)
                .allMatch(pair -> pair.instances() == null);
    }

    @Test
    void readsFacades() throws IOException {
        drawn.photo("train_img/cmp_b0002.jpg", 1, 1);
        drawn.numbers("train_label/cmp_b0002.png", 1, 12);

        FolderFiles files = Layouts.find(root, "train", AUTO);

        assertThat(files.layout()).isEqualTo("facades");
        assertThat(files.classes().channels()).isEqualTo(13);
    }

    @Test
    void asksWhichOfTwoLayoutsWithEqualFoldersItIs() throws IOException {
        drawn.photo("train_img/house.jpg", 1, 1);
        drawn.numbers("train_label/house.png", 1, 0);

        assertThatThrownBy(() -> Layouts.find(root, "train", AUTO))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("data.layout=coco or data.layout=facades");
        assertThat(Layouts.find(root, "train", named(LayoutName.FACADES)).pairs())
                .hasSize(1);
        drawn.twoClasses();
        assertThat(Layouts.find(root, "train", AUTO).classes().count()).isEqualTo(2);
    }

    @Test
    void readsAde20kInFolders() throws IOException {
        drawn.photo("images/training/ADE_train_00000002.jpg", 1, 1);
        drawn.numbers("annotations/training/ADE_train_00000002.png", 1, 150);
        drawn.photo("images/validation/ADE_val_00000001.jpg", 1, 1);
        drawn.numbers("annotations/validation/ADE_val_00000001.png", 1, 0);

        FolderFiles files = Layouts.find(root, "train", AUTO);

        assertThat(files.layout()).isEqualTo("ade20k");
        assertThat(files.complete().pairs()).extracting(PairedFiles::name).containsExactly("train/ADE_train_00000002");
        // Raw ids: 0 is a class like any other.
        assertThat(new FolderDataset(files, LabelFormat.AUTO)
                        .example(0)
                        .labels()
                        .at(0, 0))
                .isEqualTo(150);
        assertThat(Layouts.find(root, "val", AUTO).complete().pairs()).hasSize(1);
    }

    @Test
    void readsAde20kInOneFolder() throws IOException {
        drawn.photo("ADE_val_00000001.jpg", 1, 1);
        drawn.numbers("ADE_val_00000001.png", 1, 0);

        assertThat(Layouts.find(root, "val", AUTO).complete().pairs()).hasSize(1);
        assertThat(Layouts.has(root, "train", AUTO)).isFalse();
    }

    @Test
    void readsCityscapesByFrame() throws IOException {
        for (String frame : new String[] {"ulm_000010_000019", "ulm_000002_000019"}) {
            drawn.photo("leftImg8bit/train/ulm/" + frame + "_leftImg8bit.png", 1, 1);
            drawn.numbers("gtFine/train/ulm/" + frame + "_gtFine_labelIds.png", 1, 33);
            drawn.numbers("gtFine/train/ulm/" + frame + "_gtFine_instanceIds.png", 1, 33_001);
            drawn.colors("gtFine/train/ulm/" + frame + "_gtFine_color.png", 1, 0x770B20);
        }

        FolderFiles files = Layouts.find(root, "train", AUTO);

        assertThat(files.layout()).isEqualTo("cityscapes");
        assertThat(files.complete().pairs())
                .extracting(PairedFiles::name)
                .containsExactly("train/ulm_000002_000019", "train/ulm_000010_000019");
        Example example = new FolderDataset(files, LabelFormat.AUTO).example(0);
        assertThat(example.labels().at(0, 0)).isEqualTo(33);
        assertThat(example.instances()).isNotNull();
        assertThat(example.instances().at(0, 0)).isEqualTo(33_001);
    }

    @Test
    void readsFoldersThatAPersonNames() throws IOException {
        drawn.photo("shots/val/a.ppm.png", 1, 1);
        drawn.numbers("masks/val/a.ppm.png", 1, 4);

        FolderOptions options = custom("shots/{split}", "masks/{split}", "", 5);
        FolderFiles files = Layouts.find(root, "val", options);

        assertThat(files.layout()).isEqualTo("custom");
        assertThat(files.classes().count()).isEqualTo(5);
        assertThat(files.complete().pairs()).extracting(PairedFiles::name).containsExactly("val/a.ppm");
        assertThat(Layouts.has(root, "val", options)).isTrue();
        assertThat(Layouts.has(root, "train", options)).isFalse();
    }

    @Test
    void readsListsThatAPersonNames() throws IOException {
        drawn.photo("a/one.jpg", 1, 1);
        drawn.numbers("b/one.png", 1, 0);
        drawn.numbers("c/one.png", 1, 7);
        Files.writeString(root.resolve("photos.txt"), "# by hand\na/one.jpg\n\n");
        Files.writeString(root.resolve("labels.txt"), "b/one.png\n");
        Files.writeString(root.resolve("instances.txt"), "c/one.png\n");

        FolderFiles files = Layouts.find(root, "train", custom("photos.txt", "labels.txt", "instances.txt", 1));

        assertThat(files.complete().pairs()).hasSize(1);
        assertThat(files.pairs().get(0).instances()).isEqualTo(root.resolve("c/one.png"));
        Files.writeString(root.resolve("labels.txt"), "b/two.png\n");
        assertThatThrownBy(() -> Layouts.find(root, "train", custom("photos.txt", "labels.txt", "", 1)))
                .hasMessageContaining("labels.txt names")
                .hasMessageContaining("two.png");
    }

    @Test
    void pairsByOrderWhenTold() throws IOException {
        drawn.photo("p/x2.jpg", 1, 1);
        drawn.photo("p/x10.jpg", 1, 1);
        drawn.numbers("l/mask-1.png", 1, 0);
        drawn.numbers("l/mask-2.png", 1, 0);
        FolderOptions options = new FolderOptions(
                LayoutName.CUSTOM,
                true,
                false,
                LabelFormat.AUTO,
                OptionalInt.of(1),
                OptionalInt.empty(),
                true,
                new FolderOptions.CustomPaths("p", "l", ""));

        FolderFiles files = Layouts.find(root, "train", options);

        assertThat(files.pairs().get(0).photo()).isEqualTo(root.resolve("p/x2.jpg"));
        assertThat(files.pairs().get(0).labels()).isEqualTo(root.resolve("l/mask-1.png"));
        drawn.numbers("l/mask-3.png", 1, 0);
        assertThatThrownBy(() -> Layouts.find(root, "train", options)).hasMessageContaining("2 photos, 3 label maps");
    }

    @Test
    void namesMissingMasks() throws IOException {
        drawn.twoClasses();
        drawn.photo("train/images/a.jpg", 1, 1);
        drawn.photo("train/images/b.JPEG", 1, 1);
        drawn.numbers("train/labels/a.png", 1, 0);

        assertThatThrownBy(() -> Layouts.find(root, "train", AUTO).complete())
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("no label map for 1 of 2: b");
    }

    @Test
    void namesWebpPhotos() throws IOException {
        drawn.twoClasses();
        drawn.photo("train/images/a.jpg", 1, 1);
        drawn.numbers("train/labels/a.png", 1, 0);
        Files.writeString(root.resolve("train/images/b.webp"), "RIFF");
        drawn.numbers("train/labels/b.png", 1, 0);

        assertThatThrownBy(() -> Layouts.find(root, "train", AUTO).complete())
                .hasMessageContaining("WebP")
                .hasMessageContaining("1 of 2: b");
    }

    @Test
    void refusesTwoFilesOfOneName() throws IOException {
        drawn.twoClasses();
        drawn.photo("train/images/a.jpg", 1, 1);
        drawn.photo("train/images/a.png", 1, 1);
        drawn.numbers("train/labels/a.png", 1, 0);

        assertThatThrownBy(() -> Layouts.find(root, "train", AUTO)).hasMessageContaining("two files have one name");
    }

    @Test
    void asksForTheClassesThatNobodyKnows() throws IOException {
        drawn.photo("train/images/a.jpg", 1, 1);
        drawn.numbers("train/labels/a.png", 1, 0);

        assertThatThrownBy(() -> Layouts.find(root, "train", AUTO))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("classes.json is missing")
                .hasMessageContaining("data.label-count");
    }

    @Test
    void refusesACountThatTheTableContradicts() throws IOException {
        drawn.twoClasses().photo("train/images/a.jpg", 1, 1);
        drawn.numbers("train/labels/a.png", 1, 0);

        assertThatThrownBy(() -> Layouts.find(root, "train", custom("train/images", "train/labels", "", 3)))
                .hasMessageContaining("data.label-count is 3")
                .hasMessageContaining("has 2 classes");
    }

    @Test
    void saysWhatEachLayoutNeedsAndWhatTheFolderHolds() throws IOException {
        drawn.photo("pictures/a.jpg", 1, 1);

        assertThatThrownBy(() -> Layouts.find(root, "train", AUTO))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("it holds pictures")
                .hasMessageContaining("train/images")
                .hasMessageContaining("leftImg8bit/train")
                .hasMessageContaining("ADE_train_00000001.jpg");
        assertThatThrownBy(() -> Layouts.find(root, "train", named(LayoutName.CITYSCAPES)))
                .hasMessageContaining("layout 'cityscapes', which needs leftImg8bit/train and gtFine/train");
    }

    @Test
    void saysThatAKnownLayoutHasNoSuchSplit() throws IOException {
        drawn.twoClasses().photo("train/images/a.jpg", 1, 1);
        drawn.numbers("train/labels/a.png", 1, 0);

        assertThatThrownBy(() -> Layouts.find(root, "val", AUTO))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("no split 'val' in layout 'pairs'")
                .hasMessageContaining("it holds classes.json, train");
    }

    @Test
    void limitsThePairs() throws IOException {
        drawn.twoClasses();
        for (int i = 0; i < 4; i++) {
            drawn.photo("train/images/" + i + ".png", 1, 1);
            drawn.numbers("train/labels/" + i + ".png", 1, 0);
        }

        assertThat(Layouts.find(root, "train", AUTO).first(3).pairs()).hasSize(3);
        assertThat(Layouts.find(root, "train", AUTO).first(9).pairs()).hasSize(4);
    }

    private static FolderOptions named(LayoutName layout) {
        return new FolderOptions(
                layout, true, true, LabelFormat.AUTO, OptionalInt.empty(), OptionalInt.empty(), true, AUTO.custom());
    }

    /** Without portraits, and with or without instance maps. */
    private static FolderOptions without(boolean readsInstances) {
        return new FolderOptions(
                LayoutName.AUTO,
                false,
                true,
                LabelFormat.AUTO,
                OptionalInt.empty(),
                OptionalInt.empty(),
                readsInstances,
                AUTO.custom());
    }

    private static FolderOptions custom(String photos, String labels, String instances, int labelCount) {
        return new FolderOptions(
                LayoutName.AUTO,
                true,
                true,
                LabelFormat.AUTO,
                OptionalInt.of(labelCount),
                OptionalInt.empty(),
                true,
                new FolderOptions.CustomPaths(photos, labels, instances));
    }
}
