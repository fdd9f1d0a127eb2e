package org.limner.worker.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.fixture.Pictures;
import org.limner.worker.fixture.PngFile;

/** What can go wrong: grey that gets brighter, transparent pixels that hide colours, half a photograph taken for whole. */
class PhotoDecoderTest {
    private final PhotoDecoder decoder = new PhotoDecoder(JobLimits.DEFAULT);

    @Test
    void readsColorPng() throws Exception {
        RgbImage picture = Pictures.waves(11, 37, 21);

        assertThat(decoder.decode(new PngWriter().write(picture))).isEqualTo(picture);
    }

    @Test
    void readsOpaqueAlphaAndPalettes() throws Exception {
        for (int type :
                new int[] {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_BYTE_INDEXED
                }) {
            BufferedImage picture = new BufferedImage(3, 2, type);
            for (int i = 0; i < 6; i++) {
                picture.setRGB(i % 3, i / 3, 0xFF000000 | (i % 2 == 0 ? 0xCC3300 : 0x0033CC));
            }

            RgbImage read = decoder.decode(encode(picture, "png"));

            assertThat(read.rgb(0, 0)).isEqualTo(0xCC3300);
            assertThat(read.rgb(1, 0)).isEqualTo(0x0033CC);
        }
    }

    @Test
    void greyStaysAsBrightAsItIs() throws Exception {
        RgbImage eight = decoder.decode(PngFile.grey(3, 1, 0, 100, 255));
        RgbImage four = decoder.decode(new PngFile(2, 1, 4, PngFile.GREY, false, 0).write(new int[] {3, 15}));
        RgbImage sixteen =
                decoder.decode(new PngFile(2, 1, 16, PngFile.GREY, false, 0).write(new int[] {0x6412, 0xFFFF}));

        assertThat(eight.rgb(1, 0)).isEqualTo(0x646464);
        assertThat(eight.rgb(2, 0)).isEqualTo(0xFFFFFF);
        assertThat(four.rgb(0, 0)).isEqualTo(0x333333);
        assertThat(four.rgb(1, 0)).isEqualTo(0xFFFFFF);
        assertThat(sixteen.rgb(0, 0)).isEqualTo(0x646464);
        assertThat(sixteen.rgb(1, 0)).isEqualTo(0xFFFFFF);
    }

    @Test
    void readsGreyJpeg() throws Exception {
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            grey.getRaster().setSample(i % 16, i / 16, 0, 100);
        }

        RgbImage read = decoder.decode(encode(grey, "jpeg"));

        assertThat(read.rgb(8, 8)).isEqualTo(0x646464);
    }

    @Test
    void refusesTransparentPixelsWithTheirPlace() throws Exception {
        BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 16; i++) {
            picture.setRGB(i % 4, i / 4, 0xFFFFFFFF);
        }
        picture.setRGB(2, 3, 0x80FFFFFF);

        assertRejected(
                encode(picture, "png"),
                ErrorCode.UNREADABLE_IMAGE,
                "the picture is transparent at (2, 3); send an opaque one");
    }

    @Test
    void refusesHugeHeadersBeforeTheirPixels() {
        assertRejected(
                new PngFile(60_000, 60_000, 8, PngFile.RGB, false, 0).file(new byte[9]),
                ErrorCode.LIMIT_EXCEEDED,
                "the PNG is 60000 x 60000 pixels but at most 4096 x 4096 are allowed");
        assertRejected(
                jpegHeader("ea60", "ea60", "03"),
                ErrorCode.LIMIT_EXCEEDED,
                "the JPEG is 60000 x 60000 pixels but at most 4096 x 4096 are allowed");
    }

    @Test
    void refusesCmykByName() {
        assertRejected(
                jpegHeader("0010", "0010", "04"),
                ErrorCode.UNREADABLE_IMAGE,
                "the JPEG has 4 colour components, as CMYK has; send a grey or RGB one");
    }

    @Test
    void refusesTruncatedFiles() {
        RgbImage picture = Pictures.waves(12, 64, 64);
        byte[] jpeg = new JpegWriter().write(picture, 90);
        byte[] png = new PngWriter().write(picture);

        assertRejected(
                Arrays.copyOf(jpeg, jpeg.length / 2),
                ErrorCode.UNREADABLE_IMAGE,
                "the jpeg is truncated: it ends after " + jpeg.length / 2 + " bytes");
        assertRejected(
                Arrays.copyOf(jpeg, 100),
                ErrorCode.UNREADABLE_IMAGE,
                "the JPEG is truncated: it ends after 100 bytes, before its frame header");
        assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(png, png.length / 2)))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageStartingWith("the png of " + png.length / 2 + " bytes cannot be read: ");
        assertRejected(
                Arrays.copyOf(png, 20),
                ErrorCode.UNREADABLE_IMAGE,
                "the PNG is truncated: it ends after 20 bytes, in its header");
    }

    @Test
    void saysWhatCameInsteadOfAPhotograph() {
        assertRejected("<html>".getBytes(UTF_8), ErrorCode.UNREADABLE_IMAGE, "not a JPEG or PNG file but an HTML page");
        assertRejected(
                HexFormat.of().parseHex("52494646aabbccdd57454250"),
                ErrorCode.UNREADABLE_IMAGE,
                "not a JPEG or PNG file but a RIFF file, as WebP is");
    }

    /** Start of image and a baseline frame header. */
    private static byte[] jpegHeader(String height, String width, String components) {
        return HexFormat.of()
                .parseHex("ffd8" + "ffc0" + "0011" + "08" + height + width + components + "011100021101031101");
    }

    private static byte[] encode(BufferedImage picture, String format) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, file)).isTrue();
        return file.toByteArray();
    }

    private void assertRejected(byte[] file, ErrorCode code, String message) {
        assertThatThrownBy(() -> decoder.decode(file))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).isEqualTo(code));
    }
}
