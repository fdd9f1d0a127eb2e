package org.limner.worker.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.fixture.PngFile;

/** Corners of the format as PngSuite has them, and files made to exhaust memory. Kinds and filters: MaskDecoderTest. */
class PngCornersTest {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final int[] IDS = new Random(20261127).ints(16 * 16, 0, 256).toArray();
    private static final PngFile KIND = new PngFile(16, 16, 8, PngFile.GREY, false, 0);

    private final MaskDecoder decoder = new MaskDecoder(JobLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void pixelDataMayComeInAnyNumberOfChunksAndInEmptyOnes(int bytes) throws Exception {
        byte[] compressed = PngFile.deflate(rows());
        List<byte[]> chunks = new ArrayList<>(List.of(KIND.header(), PngFile.chunk("IDAT", new byte[0])));
        for (int from = 0; from < compressed.length; from += bytes) {
            int to = Math.min(compressed.length, from + bytes);
            chunks.add(PngFile.chunk("IDAT", Arrays.copyOfRange(compressed, from, to)));
            chunks.add(PngFile.chunk("IDAT", new byte[0]));
        }
        chunks.add(PngFile.chunk("IEND", new byte[0]));

        assertReads(file(chunks));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gAMA", "cHRM", "sRGB", "iCCP", "tRNS", "bKGD", "hIST", "sBIT", "pHYs", "tIME", "tEXt", "zTXt", "iTXt",
                "eXIf", "acTL", "vpAg"
            })
    void whatIsAboutColoursAndTextChangesNoNumber(String type) throws Exception {
        for (byte[] content : List.of(new byte[0], "rubbish".getBytes(ISO_8859_1))) {
            assertReads(file(List.of(
                    KIND.header(), PngFile.chunk(type, content), pixels(), PngFile.chunk(type, content), end())));
        }
    }

    @Test
    void bytesBehindTheEndAreIgnored() throws Exception {
        assertReads(file(List.of(KIND.header(), pixels(), end(), "and more".getBytes(ISO_8859_1))));
    }

    @Test
    void indicesBeyondThePaletteAreNumbersLikeAnyOther() throws Exception {
        PngFile palette = new PngFile(16, 16, 8, PngFile.PALETTE, false, 0);

        assertReads(file(List.of(palette.header(), PngFile.chunk("PLTE", new byte[3]), pixels(), end())));
        assertReads(file(List.of(palette.header(), pixels(), end())));
    }

    @Test
    void everyRowMayHaveAnotherFilter() throws Exception {
        byte[] rows = new byte[5 * 4];
        for (int row = 0; row < 5; row++) {
            rows[row * 4] = (byte) row; // none, left, up, average, Paeth
            Arrays.fill(rows, row * 4 + 1, row * 4 + 4, (byte) 1);
        }

        IndexImage read = decoder.decode(new PngFile(3, 5, 8, PngFile.GREY, false, 0).file(rows));

        int[][] expected = {{1, 1, 1}, {1, 2, 3}, {2, 3, 4}, {2, 3, 4}, {3, 4, 5}};
        for (int y = 0; y < 5; y++) {
            assertThat(new int[] {read.at(0, y), read.at(1, y), read.at(2, y)}).isEqualTo(expected[y]);
        }
    }

    @Test
    void refusesDamageByName() {
        byte[] badChecksum = PngFile.chunk("tEXt", new byte[4]);
        badChecksum[badChecksum.length - 1]++;
        byte[] twoHeaders = file(List.of(KIND.header(), KIND.header(), pixels(), end()));
        byte[] dictionary =
                file(List.of(KIND.header(), PngFile.chunk("IDAT", HexFormat.of().parseHex("78bb00000001")), end()));

        assertRefused(file(List.of(KIND.header(), badChecksum, pixels(), end())), "chunk tEXt at byte 33 has checksum");
        assertRefused(file(List.of(KIND.header(), pixels())), "before its IEND chunk");
        assertRefused(file(List.of(KIND.header(), end(), pixels())), "has no pixel data");
        assertRefused(file(List.of(pixels(), KIND.header(), end())), "begins with a chunk IDAT");
        assertRefused(twoHeaders, "has a chunk IHDR, which is critical and unknown");
        assertRefused(dictionary, "");
    }

    /** Each is small; what is allocated must follow the limits and the file, not what the file claims. */
    @Test
    void smallFilesAllocateLittleWhateverTheyClaim() {
        byte[] bomb = PngFile.deflate(new byte[64 << 20]);
        byte[] text = new byte[bomb.length + 3];
        System.arraycopy(bomb, 0, text, 3, bomb.length);
        PngFile largest = new PngFile(4096, 4096, 16, PngFile.GREY, false, 0);

        assertAllocates(4 << 20, largest.file(new byte[9]));
        assertAllocates(4 << 20, new PngFile(60_000, 60_000, 16, PngFile.GREY, true, 0).file(new byte[9]));
        assertAllocates(4 << 20, new PngFile(Integer.MAX_VALUE, 1, 8, PngFile.GREY, false, 0).file(new byte[9]));
        assertAllocates(4 << 20, file(List.of(KIND.header(), PngFile.chunk("IDAT", bomb), end())));
        assertAllocates(4 << 20, file(List.of(KIND.header(), PngFile.chunk("zTXt", text), pixels(), end())));
        assertAllocates(4 << 20, file(List.of(KIND.header(), PngFile.chunk("iCCP", text), pixels(), end())));
    }

    private void assertAllocates(long most, byte[] png) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        try {
            decoder.decode(png);
        } catch (JobRejectedException e) {
            assertThat(e.error().code()).isIn(ErrorCode.UNREADABLE_IMAGE, ErrorCode.LIMIT_EXCEEDED);
        }
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(most);
    }

    private void assertReads(byte[] png) throws JobRejectedException {
        IndexImage read = decoder.decode(png);
        for (int i = 0; i < IDS.length; i++) {
            assertThat(read.at(i % 16, i / 16)).isEqualTo(IDS[i]);
        }
    }

    private void assertRefused(byte[] png, String words) {
        assertThatThrownBy(() -> decoder.decode(png))
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).isEqualTo(ErrorCode.UNREADABLE_IMAGE))
                .hasMessageContaining(words);
    }

    private static byte[] rows() {
        byte[] rows = new byte[16 * 17];
        for (int i = 0; i < IDS.length; i++) {
            rows[i / 16 * 17 + 1 + i % 16] = (byte) IDS[i];
        }
        return rows;
    }

    private static byte[] pixels() {
        return PngFile.chunk("IDAT", PngFile.deflate(rows()));
    }

    private static byte[] end() {
        return PngFile.chunk("IEND", new byte[0]);
    }

    private static byte[] file(List<byte[]> chunks) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunks.forEach(file::writeBytes);
        return file.toByteArray();
    }
}
