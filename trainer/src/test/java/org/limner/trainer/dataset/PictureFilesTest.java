package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What could go wrong: a format that reads as another picture, a broken file that reads as a grey one. */
class PictureFilesTest {
    @TempDir
    Path folder;

    private DrawnFolder drawn;

    @BeforeEach
    void begin() {
        drawn = new DrawnFolder(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff", "tif"})
    void readsWhatLosesNothing(String ending) throws IOException {
        Path file = drawn.colors("a." + ending, 2, 0x102030, 0xFFFFFF, 0, 0x0000FF);

        RgbImage photo = PictureFiles.readPhoto(file);

        assertThat(photo.pixels()).containsExactly(0x10, 0x20, 0x30, -1, -1, -1, 0, 0, 0, 0, 0, -1);
        assertThat(PictureFiles.size(file)).isEqualTo(new PictureSize(2, 2));
    }

    @Test
    void readsPixmaps() throws IOException {
        Path file = folder.resolve("a.ppm");
        Files.write(file, bytes("P6\n# made by hand\n2 1\n255\n", 1, 2, 3, 250, 251, 252));

        assertThat(PictureFiles.readPhoto(file).pixels()).containsExactly(1, 2, 3, 250, 251, 252);
        assertThat(PictureFiles.size(file)).isEqualTo(new PictureSize(2, 1));
    }

    @Test
    void readsGreymapsOf16Bits() throws IOException {
        Path file = folder.resolve("a.pgm");
        Files.write(file, bytes("P5 2 1 65535 ", 1, 2, 0, 9));

        assertThat(PictureFiles.readInstances(file).ids()).containsExactly(258, 9);
    }

    @Test
    void saysWhereAPixmapEnds() throws IOException {
        Path file = folder.resolve("a.ppm");
        Files.write(file, bytes("P6 2 1 255 ", 1, 2, 3));

        assertThatThrownBy(() -> PictureFiles.readPhoto(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.ppm")
                .hasMessageContaining("3 of 6 bytes");
    }

    @Test
    void readsColouredInstancesAs24Bits() throws IOException {
        Path file = drawn.colors("a.png", 2, 0x010203, 0xFFFFFF);

        assertThat(PictureFiles.readInstances(file).ids()).containsExactly(0x010203, 0xFFFFFF);
    }

    @Test
    void refusesWebpByName() throws IOException {
        Path file = folder.resolve("a.jpg"); // whatever it is called
        Files.write(file, bytes("RIFF____WEBPVP8 ", 0, 0));

        assertThatThrownBy(() -> PictureFiles.readPhoto(file)).hasMessageContaining("is WebP");
        assertThatThrownBy(() -> PictureFiles.size(file)).hasMessageContaining("is WebP");
    }

    @Test
    void refusesAJpegThatEndsTooEarly() throws IOException {
        Path file = drawn.photo("a.jpg", 64, 64);
        drawn.truncate(file);

        assertThatThrownBy(() -> PictureFiles.readPhoto(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.jpg cannot be decoded");
        assertThat(PictureFiles.size(file)).isEqualTo(new PictureSize(64, 64));
    }

    private static byte[] bytes(String head, int... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        for (int value : values) {
            out.write(value);
        }
        return out.toByteArray();
    }
}
