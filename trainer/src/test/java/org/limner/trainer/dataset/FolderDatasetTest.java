package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could go wrong: pairs that are none, labels read as colours, a bad file that says only that it is bad. */
class FolderDatasetTest {
    @TempDir
    Path root;

    @BeforeEach
    void makeAnEmptyDataset() throws IOException {
        Files.writeString(root.resolve("classes.json"), """
                {"name": "two", "license": "none", "source": "drawn here", "void": 255, "classes": [
                  {"id": 0, "name": "sky", "color": "#0000ff"}, {"id": 1, "name": "sea", "color": "#00ff00"}]}
                """);
        Files.createDirectories(root.resolve("train/images"));
        Files.createDirectories(root.resolve("train/labels"));
    }

    @Test
    void readsPhotosWithTheirLabelsInTheOrderOfNames() throws IOException {
        photo("b", 0x102030);
        labels("b", BufferedImage.TYPE_BYTE_GRAY, 0, 1, 255, 0);
        photo("a", 0xFFFFFF);
        labels("a", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0);

        FolderDataset dataset = FoldersForTests.open(root, "train");

        assertThat(dataset.size()).isEqualTo(2);
        assertThat(dataset.name()).isEqualTo(root.getFileName() + "/train");
        assertThat(dataset.example(0).name()).isEqualTo("train/a");
        Example example = dataset.example(1);
        assertThat(example.labels().indices()).containsExactly((short) 0, (short) 1, (short) 2, (short) 0);
        assertThat(example.photo().at(1, 1, 0)).isEqualTo(0x10);
        assertThat(example.photo().at(1, 1, 2)).isEqualTo(0x30);
        assertThat(example.instances()).isNull();
    }

    @Test
    void readsPaletteIndicesAndNotTheirColours() throws IOException {
        photo("a", 0);
        byte[] red = {(byte) 200, 7};
        byte[] none = {0, 0};
        BufferedImage palette =
                new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, red, none, none));
        palette.getRaster().setSample(1, 0, 0, 1);
        ImageIO.write(palette, "png", root.resolve("train/labels/a.png").toFile());

        assertThat(FoldersForTests.open(root, "train").example(0).labels().indices())
                .containsExactly((short) 0, (short) 1, (short) 0, (short) 0);
    }

    @Test
    void readsGreyPhotosWithoutBrighteningThem() throws IOException {
        BufferedImage grey = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 100);
        ImageIO.write(grey, "png", root.resolve("train/images/a.png").toFile());
        labels("a", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0);

        RgbImage photo = FoldersForTests.open(root, "train").example(0).photo();

        assertThat(photo.at(0, 0, 0)).isEqualTo(100);
        assertThat(photo.at(0, 0, 2)).isEqualTo(100);
    }

    @Test
    void readsInstancesOf16Bits() throws IOException {
        photo("a", 0);
        labels("a", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0);
        Files.createDirectories(root.resolve("train/instances"));
        BufferedImage ids = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
        ids.getRaster().setSample(1, 1, 0, 26_001);
        ImageIO.write(ids, "png", root.resolve("train/instances/a.png").toFile());

        Example example = FoldersForTests.open(root, "train").example(0);

        assertThat(example.instances()).isNotNull();
        assertThat(example.instances().at(1, 1)).isEqualTo(26_001);
    }

    @Test
    void namesEveryFileThatStandsAlone() throws IOException {
        photo("a", 0);
        photo("b", 0);
        labels("c", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0);

        assertThatThrownBy(() -> FoldersForTests.open(root, "train"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("no label map for 2 of 2: a, b")
                .hasMessageContaining("no photo for 1 of 1: c");
    }

    @Test
    void saysFileIdAndPositionOfALabelBeyondTheClasses() throws IOException {
        photo("a", 0);
        labels("a", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 34, 0);
        FolderDataset dataset = FoldersForTests.open(root, "train");

        assertThatThrownBy(() -> dataset.example(0))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.png has label 34 at (0, 1)")
                .hasMessageContaining("2 labels and void 255");
    }

    @Test
    void readsColouredLabelsByTheTablesColours() throws IOException {
        photo("a", 0);
        new DrawnFolder(root).colors("train/labels/a.png", 2, 0x0000FF, 0x00FF00, 0, 0x00FF00);

        assertThat(FoldersForTests.open(root, "train").example(0).labels().indices())
                .containsExactly((short) 0, (short) 1, (short) 2, (short) 1);
    }

    @Test
    void keepsTheOrderInWhichPeopleCount() throws IOException {
        for (String name : new String[] {"street10", "street2", "street1"}) {
            photo(name, 0);
            labels(name, BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0);
        }
        FolderDataset dataset = FoldersForTests.open(root, "train");

        assertThat(dataset.example(1).name()).isEqualTo("train/street2");
        assertThat(dataset.example(2).name()).isEqualTo("train/street10");
    }

    @Test
    void refusesAPhotoOfAnotherSizeThanItsLabels() throws IOException {
        BufferedImage large = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
        ImageIO.write(large, "png", root.resolve("train/images/a.png").toFile());
        labels("a", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0);
        FolderDataset dataset = FoldersForTests.open(root, "train");

        assertThatThrownBy(() -> dataset.example(0))
                .hasMessageContaining("train/a: the photo is 3 x 2 but its label map is 2 x 2");
    }

    @Test
    void namesAFileThatIsNoImage() throws IOException {
        Files.writeString(root.resolve("train/images/a.jpg"), "not a picture");
        labels("a", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0);
        FolderDataset dataset = FoldersForTests.open(root, "train");

        assertThatThrownBy(() -> dataset.example(0))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.jpg");
    }

    private void photo(String name, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 4; i++) {
            image.setRGB(i % 2, i / 2, rgb);
        }
        ImageIO.write(
                image, "png", root.resolve("train/images/" + name + ".png").toFile());
    }

    private void labels(String name, int type, int... ids) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, type);
        for (int i = 0; i < 4; i++) {
            image.getRaster().setSample(i % 2, i / 2, 0, ids[i]);
        }
        ImageIO.write(
                image, "png", root.resolve("train/labels/" + name + ".png").toFile());
    }
}
