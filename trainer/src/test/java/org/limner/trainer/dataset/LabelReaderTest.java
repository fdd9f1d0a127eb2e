package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.LabelClass;

/** What could go wrong: numbers taken for colours or the other way round, a near colour taken for a class's. */
class LabelReaderTest {
    private static final int BLUE = 0x0000FF;
    private static final int GREEN = 0x00FF00;

    @TempDir
    Path folder;

    private DrawnFolder drawn;

    @BeforeEach
    void begin() {
        drawn = new DrawnFolder(folder);
    }

    @Test
    void readsGreyByNumber() throws IOException {
        DecodedLabels labels = auto().decode(drawn.numbers("a.png", 2, 1, 0, 255, 1));

        assertThat(labels.map().indices()).containsExactly((short) 1, (short) 0, (short) 2, (short) 1);
        assertThat(labels.kind()).isEqualTo(DecodedLabels.Kind.GREY);
    }

    @Test
    void reads16Bits() throws IOException {
        ClassTable table = ClassTables.unnamed("many", 300, OptionalInt.of(65_535));
        Path file = drawn.numbers("a.png", 2, 299, 65_535);
        DecodedLabels labels = new LabelReader(table, LabelFormat.AUTO).decode(file);

        assertThat(labels.map().indices()).containsExactly((short) 299, (short) 300);
        assertThat(labels.kind()).isEqualTo(DecodedLabels.Kind.GREY_16);
    }

    @Test
    void readsPalettesByIndexUnlessToldOtherwise() throws IOException {
        byte[] none = {0, 0};
        byte[] full = {(byte) 255, 0};
        byte[] rest = {0, (byte) 255};
        BufferedImage palette = new BufferedImage(
                2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, none, full, rest)); // green, blue
        palette.getRaster().setSample(1, 0, 0, 1);
        Path file = drawn.write(palette, "a.png");

        assertThat(auto().read(file).indices()).containsExactly((short) 0, (short) 1);
        assertThat(new LabelReader(two(), LabelFormat.COLOR).read(file).indices())
                .containsExactly((short) 1, (short) 0);
        assertThat(auto().decode(file).kind()).isEqualTo(DecodedLabels.Kind.PALETTE);
    }

    @Test
    void readsExactColoursAndBlackAsVoid() throws IOException {
        assertThat(auto().read(drawn.colors("a.png", 3, GREEN, BLUE, 0)).indices())
                .containsExactly((short) 1, (short) 0, (short) 2);
        assertThat(auto().read(drawn.colors("a.bmp", 2, BLUE, GREEN)).indices()).containsExactly((short) 0, (short) 1);
    }

    @Test
    void ignoresAlpha() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
        image.setRGB(0, 0, 0x80000000 | GREEN);
        image.setRGB(1, 0, 0xFF000000 | BLUE);

        assertThat(auto().read(drawn.write(image, "a.png")).indices()).containsExactly((short) 1, (short) 0);
    }

    @Test
    void takesTheTablesColourForVoid() throws IOException {
        ClassTable table =
                new ClassTable("two", "", "", OptionalInt.of(255), two().classes(), Map.of(), OptionalInt.of(0xE0E0C0));
        LabelReader reader = new LabelReader(table, LabelFormat.AUTO);

        assertThat(reader.read(drawn.colors("a.png", 1, 0xE0E0C0)).indices()).containsExactly((short) 2);
        assertThatThrownBy(() -> reader.read(drawn.colors("b.png", 1, 0))).hasMessageContaining("colour #000000");
    }

    @Test
    void namesTheNearestClassOfAColourThatIsNone() throws IOException {
        Path file = drawn.colors("a.png", 2, BLUE, GREEN, GREEN, 0x10F008);

        assertThatThrownBy(() -> auto().read(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.png has colour #10f008 at (1, 1)")
                .hasMessageContaining("nearest is that of 1 'sea', #00ff00");
        DecodedLabels labels = auto().decode(file);
        assertThat(labels.unknown()).containsExactly(new UnknownLabel(true, 0x10F008, 1, 1, 1));
        assertThat(labels.map().at(1, 1)).isEqualTo(3);
    }

    @Test
    void suggestsIndicesWhereAllChannelsAreEqual() throws IOException {
        Path file = drawn.colors("a.png", 2, 0x010101, 0x000000);

        assertThatThrownBy(() -> auto().read(file)).hasMessageContaining("data.label-format=index");
        assertThat(new LabelReader(two(), LabelFormat.INDEX).read(file).indices())
                .containsExactly((short) 1, (short) 0);
    }

    @Test
    void refusesColoursWhereNumbersAreAskedFor() throws IOException {
        Path file = drawn.colors("a.png", 2, 0x010101, 0x010102);

        assertThatThrownBy(() -> new LabelReader(two(), LabelFormat.INDEX).read(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("colour #010102 at (1, 0)");
    }

    @Test
    void countsEachUnknownNumber() throws IOException {
        DecodedLabels labels = auto().decode(drawn.numbers("a.png", 2, 7, 0, 9, 7, 7, 1));

        assertThat(labels.unknown())
                .containsExactly(new UnknownLabel(false, 7, 3, 0, 0), new UnknownLabel(false, 9, 1, 0, 1));
    }

    private static LabelReader auto() {
        return new LabelReader(two(), LabelFormat.AUTO);
    }

    private static ClassTable two() {
        return new ClassTable(
                "two",
                "",
                "",
                OptionalInt.of(255),
                List.of(new LabelClass(0, "sky", "#0000ff"), new LabelClass(1, "sea", "#00ff00")),
                Map.of());
    }
}
