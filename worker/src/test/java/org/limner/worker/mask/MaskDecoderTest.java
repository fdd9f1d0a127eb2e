package org.limner.worker.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.fixture.PngFile;

/**
 * What can go wrong: ids that come out as colours or scaled levels, bits in the wrong order, a pass of an interlaced file in
 * the wrong place, half a mask taken for a whole one, a header that makes the worker allocate gigabytes.
 */
class MaskDecoderTest {
    private final MaskDecoder decoder = new MaskDecoder(JobLimits.DEFAULT);

    static Stream<PngFile> everyKindOfMask() {
        Random random = new Random(20260803);
        List<PngFile> kinds = new ArrayList<>();
        for (int colorType : new int[] {PngFile.GREY, PngFile.PALETTE}) {
            for (int bitDepth : new int[] {1, 2, 4, 8, 16}) {
                if (colorType == PngFile.PALETTE && bitDepth == 16) {
                    continue;
                }
                for (boolean interlaced : new boolean[] {false, true}) {
                    for (int filter = 0; filter < 5; filter++) {
                        kinds.add(new PngFile(
                                1 + random.nextInt(40),
                                1 + random.nextInt(40),
                                bitDepth,
                                colorType,
                                interlaced,
                                filter));
                    }
                }
            }
        }
        return kinds.stream();
    }

    @ParameterizedTest
    @MethodSource("everyKindOfMask")
    void readsTheNumbersOfEveryKindOfMask(PngFile kind) throws Exception {
        int[] samples = samples(kind, 7);

        IndexImage mask = decoder.decode(kind.write(samples));

        assertThat(values(mask)).containsExactly(samples);
    }

    @ParameterizedTest
    @MethodSource("everyKindOfMask")
    void agreesWithThePlatformsReader(PngFile kind) throws Exception {
        byte[] file = kind.write(samples(kind, 8));

        BufferedImage oracle = ImageIO.read(new ByteArrayInputStream(file));

        IndexImage mask = decoder.decode(file);
        assertThat(values(mask))
                .containsExactly(oracle.getRaster().getSamples(0, 0, kind.width(), kind.height(), 0, (int[]) null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void readsNarrowInterlacedMasksWhosePassesAreEmpty(int size) throws Exception {
        for (PngFile kind : List.of(
                new PngFile(size, 1, 8, PngFile.GREY, true, 4),
                new PngFile(1, size, 2, PngFile.GREY, true, 2),
                new PngFile(size, size, 1, PngFile.PALETTE, true, 0))) {
            int[] samples = samples(kind, size);
            assertThat(values(decoder.decode(kind.write(samples)))).containsExactly(samples);
        }
    }

    @Test
    void refusesHugeHeaderBeforeItsPixels() {
        byte[] huge = new PngFile(60_000, 60_000, 8, PngFile.GREY, false, 0).file(new byte[10]);

        assertRejected(
                huge, ErrorCode.LIMIT_EXCEEDED, "the PNG is 60000 x 60000 pixels but at most 4096 x 4096 are allowed");
        assertRejected(
                new PngFile(4097, 1, 8, PngFile.GREY, false, 0).file(new byte[10]),
                ErrorCode.LIMIT_EXCEEDED,
                "the PNG is 4097 x 1 pixels but at most 4096 x 4096 are allowed");
    }

    @Test
    void refusesColorAndAlphaByName() {
        String why = ", but a label map has one id per pixel: grey of 1 to 16 bits, or a palette";
        assertRejected(
                new PngFile(2, 2, 8, PngFile.RGB, false, 0).file(new byte[14]),
                ErrorCode.NOT_A_LABEL_MAP,
                "the PNG is 8-bit RGB" + why);
        assertRejected(
                new PngFile(2, 2, 16, PngFile.RGB_ALPHA, false, 0).file(new byte[34]),
                ErrorCode.NOT_A_LABEL_MAP,
                "the PNG is 16-bit RGB with alpha" + why);
        assertRejected(
                new PngFile(2, 2, 8, PngFile.GREY_ALPHA, false, 0).file(new byte[10]),
                ErrorCode.NOT_A_LABEL_MAP,
                "the PNG is 8-bit grey with alpha" + why);
    }

    @Test
    void saysWhatCameInsteadOfAPng() {
        assertUnreadable(new byte[0], "not a PNG file but empty");
        assertUnreadable(HexFormat.of().parseHex("ffd8ffe000104a464946"), "not a PNG file but a JPEG file");
        assertUnreadable("  <!DOCTYPE html><p>404".getBytes(UTF_8), "not a PNG file but an HTML page");
        assertUnreadable("{\"error\":1}".getBytes(UTF_8), "not a PNG file but JSON text");
        assertUnreadable("GIF89a".getBytes(UTF_8), "not a PNG file but a GIF file");
        assertUnreadable(HexFormat.of().parseHex("89504e47"), "not a PNG file but the first 4 bytes of a PNG file");
        assertUnreadable(
                Base64.getEncoder().encode(PngFile.grey(1, 1, 0)),
                "not a PNG file but base64 text of a PNG file, so encoded twice");
        assertUnreadable(
                new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, "not a PNG file but 9 bytes that begin with 0102030405060708");
    }

    /** Wherever a file is cut, it is refused: never a mask whose lower half is label 0. */
    @Test
    void refusesEveryTruncation() {
        PngFile kind = new PngFile(23, 17, 8, PngFile.GREY, false, 1);
        byte[] whole = kind.write(samples(kind, 3));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decoder.decode(cut))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOfSatisfying(
                            JobRejectedException.class,
                            e -> assertThat(e.error().code()).isEqualTo(ErrorCode.UNREADABLE_IMAGE));
        }
    }

    @Test
    void saysWhereATruncatedFileEnds() {
        byte[] whole = PngFile.grey(2, 2, 1, 2, 3, 4);

        assertUnreadable(
                Arrays.copyOf(whole, whole.length - 12),
                "the PNG is truncated: it ends after " + (whole.length - 12) + " bytes, before its IEND chunk");
        assertUnreadable(
                Arrays.copyOf(whole, 40), "the PNG is truncated: it ends after 40 bytes, before its IEND chunk");
        assertUnreadable(
                new PngFile(4, 100, 8, PngFile.GREY, false, 0).file(new byte[5 * 30]),
                "the PNG is truncated: its pixel data ends in row 30");
        assertUnreadable(
                new PngFile(4, 4, 8, PngFile.GREY, false, 0).file(new byte[5 * 5]),
                "the PNG is damaged: it has more pixel data than its header says");
    }

    @Test
    void refusesEveryFlippedBit() {
        PngFile kind = new PngFile(9, 9, 4, PngFile.PALETTE, false, 4);
        byte[] whole = kind.write(samples(kind, 4));
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            assertThatThrownBy(() -> decoder.decode(damaged))
                    .as("bit flipped in byte %d of %d", at, whole.length)
                    .isInstanceOf(JobRejectedException.class);
        }
    }

    @Test
    void refusesWhatPngDoesNotKnow() {
        assertUnreadable(
                new PngFile(1, 1, 3, PngFile.GREY, false, 0).file(new byte[2]),
                "the PNG's header says it has colour type 0 with 3 bits, which PNG does not know");
        assertUnreadable(
                new PngFile(0, 5, 8, PngFile.GREY, false, 0).file(new byte[2]),
                "the PNG's header says it is 0 x 5 pixels");
        assertUnreadable(
                new PngFile(-1, 5, 8, PngFile.GREY, false, 0).file(new byte[2]),
                "the PNG's header says it is 4294967295 x 5 pixels");
        assertUnreadable(
                new PngFile(1, 2, 8, PngFile.GREY, false, 0).file(new byte[] {0, 1, 9, 1}),
                "the PNG is damaged: row 1 has filter 9, which PNG does not know");
    }

    @Test
    void refusesFileWithoutPixelsOrWithUnknownCriticalChunk() {
        PngFile kind = new PngFile(1, 1, 8, PngFile.GREY, false, 0);
        byte[] signature = HexFormat.of().parseHex("89504e470d0a1a0a");

        assertUnreadable(
                join(signature, kind.header(), PngFile.chunk("IEND", new byte[0])),
                "the PNG has no pixel data (no IDAT chunk)");
        assertUnreadable(
                join(signature, kind.header(), PngFile.chunk("CgBI", new byte[4])),
                "the PNG has a chunk CgBI, which is critical and unknown");
        assertUnreadable(
                join(signature, PngFile.chunk("IDAT", new byte[3])),
                "the PNG begins with a chunk IDAT of 3 bytes, not with its header");
    }

    @Test
    void ignoresGammaTransparencyAndText() throws Exception {
        byte[] plain = PngFile.grey(2, 1, 3, 200);
        byte[] decorated = join(
                Arrays.copyOf(plain, 33),
                PngFile.chunk("gAMA", new byte[] {0, 1, (byte) 0x86, (byte) 0xa0}),
                PngFile.chunk("tRNS", new byte[] {0, 3}),
                PngFile.chunk("tEXt", "Comment\0drawn".getBytes(UTF_8)),
                Arrays.copyOfRange(plain, 33, plain.length));

        assertThat(values(decoder.decode(decorated))).containsExactly(3, 200);
    }

    private void assertUnreadable(byte[] file, String message) {
        assertRejected(file, ErrorCode.UNREADABLE_IMAGE, message);
    }

    private void assertRejected(byte[] file, ErrorCode code, String message) {
        assertThatThrownBy(() -> decoder.decode(file))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).isEqualTo(code));
    }

    private static int[] samples(PngFile kind, long seed) {
        Random random = new Random(seed);
        return random.ints(kind.width() * kind.height(), 0, 1 << kind.bitDepth())
                .toArray();
    }

    private static int[] values(IndexImage mask) {
        int[] values = new int[mask.width() * mask.height()];
        for (int i = 0; i < values.length; i++) {
            values[i] = mask.at(i % mask.width(), i / mask.width());
        }
        return values;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
