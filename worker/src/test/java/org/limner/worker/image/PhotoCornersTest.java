package org.limner.worker.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.fixture.Pictures;
import org.limner.worker.fixture.PngFile;

/** Photographs as cameras, editors and attackers write them. */
class PhotoCornersTest {
    private static final RgbImage WAVES = Pictures.waves(3, 48, 32);
    private static final byte[] PNG = new PngWriter().write(WAVES);

    private final PhotoDecoder decoder = new PhotoDecoder(JobLimits.DEFAULT);

    @Test
    void readsProgressiveJpegs() throws Exception {
        byte[] progressive = jpeg(true);

        assertThat(JpegHeader.read(progressive).scans()).isBetween(2, 20);
        assertThat(JpegHeader.read(jpeg(false)).scans()).isEqualTo(1);
        assertThat(Pictures.largestDifference(decoder.decode(progressive), WAVES))
                .isLessThan(60);
    }

    /** As training data is read: the pixels as they lie in the file. */
    @Test
    void orientationTagsAndBrokenProfilesChangeNothing() throws Exception {
        byte[] jpeg = jpeg(false);
        byte[] exif = segment(
                0xE1,
                HexFormat.of()
                        .parseHex("457869660000" + "4d4d002a00000008" + "0001" + "0112000300000001" + "00060000"
                                + "00000000"));
        byte[] profile = segment(0xE2, "ICC_PROFILE\0\1\1rubbish".getBytes(ISO_8859_1));

        RgbImage read = decoder.decode(jpeg);
        assertThat(decoder.decode(insert(jpeg, 2, exif))).isEqualTo(read);
        assertThat(decoder.decode(insert(jpeg, 2, profile))).isEqualTo(read);
    }

    /** A camera's thumbnail is a JPEG inside a segment: its scan is none of the picture's. */
    @Test
    void thumbnailsAreSkipped() throws Exception {
        byte[] jpeg = jpeg(false);
        byte[] withThumbnail = insert(jpeg, 2, segment(0xE1, jpeg));

        assertThat(JpegHeader.read(withThumbnail).scans()).isEqualTo(1);
        assertThat(decoder.decode(withThumbnail)).isEqualTo(decoder.decode(jpeg));
    }

    @Test
    @Timeout(20)
    void refusesProgressiveJpegsOfManyScans() throws Exception {
        byte[] progressive = jpeg(true);
        int end = progressive.length - 2;
        int lastScan = lastScan(progressive);
        byte[] scan = Arrays.copyOfRange(progressive, lastScan, end);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(progressive, 0, end);
        for (int i = 0; i < 200; i++) {
            bomb.writeBytes(scan);
        }
        bomb.write(progressive, end, 2);

        assertRefused(bomb.toByteArray(), ErrorCode.UNREADABLE_IMAGE, "scans; progressive files have about 10");
    }

    @Test
    void refusesFramesOfNoSizeOrOfKindsNobodyWrites() throws Exception {
        byte[] jpeg = jpeg(false);
        int frame = find(jpeg, 0xC0);
        byte[] lossless = jpeg.clone();
        lossless[frame + 1] = (byte) 0xC3;
        byte[] flat = jpeg.clone();
        flat[frame + 5] = 0;
        flat[frame + 6] = 0;
        byte[] two = jpeg.clone();
        two[frame + 9] = 2;

        assertRefused(lossless, ErrorCode.UNREADABLE_IMAGE, "");
        assertRefused(flat, ErrorCode.UNREADABLE_IMAGE, "");
        assertRefused(two, ErrorCode.UNREADABLE_IMAGE, "2 colour components");
    }

    @Test
    void pngGammaAndProfilesChangeNothing() throws Exception {
        int afterHeader = 33;
        byte[] gamma =
                PngFile.chunk("gAMA", ByteBuffer.allocate(4).putInt(10_000).array());
        byte[] chroma = PngFile.chunk("cHRM", new byte[32]);
        byte[] srgb = PngFile.chunk("sRGB", new byte[1]);
        byte[] profile = PngFile.chunk("iCCP", HexFormat.of().parseHex("610000789c"));
        for (byte[] chunk : new byte[][] {gamma, chroma, srgb, profile}) {
            assertThat(decoder.decode(insert(PNG, afterHeader, chunk))).isEqualTo(WAVES);
        }
    }

    @Test
    void smallPngsAllocateLittleWhateverTheirTextInflatesTo() throws Exception {
        byte[] bomb = PngFile.deflate(new byte[64 << 20]);
        byte[] text = new byte[bomb.length + 3];
        text[0] = 'a';
        System.arraycopy(bomb, 0, text, 3, bomb.length);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String type : new String[] {"zTXt", "iCCP", "iTXt"}) {
            byte[] png = insert(PNG, 33, PngFile.chunk(type, text));
            long before = thread.getCurrentThreadAllocatedBytes();
            assertThat(decoder.decode(png)).isEqualTo(WAVES);
            assertThat(thread.getCurrentThreadAllocatedBytes() - before)
                    .as(type)
                    .isLessThan(8 << 20);
        }
    }

    private void assertRefused(byte[] file, ErrorCode code, String words) {
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    private static byte[] jpeg(boolean progressive) throws IOException {
        BufferedImage picture = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 48 * 32; i++) {
            picture.setRGB(i % 48, i / 48, WAVES.rgb(i % 48, i / 48));
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(stream);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    private static byte[] segment(int marker, byte[] content) {
        return ByteBuffer.allocate(content.length + 4)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (content.length + 2))
                .put(content)
                .array();
    }

    private static byte[] insert(byte[] file, int at, byte[] part) {
        return ByteBuffer.allocate(file.length + part.length)
                .put(file, 0, at)
                .put(part)
                .put(file, at, file.length - at)
                .array();
    }

    private static int find(byte[] jpeg, int marker) {
        for (int i = 2; i < jpeg.length - 1; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == marker) {
                return i;
            }
        }
        throw new AssertionError("no marker " + marker);
    }

    private static int lastScan(byte[] jpeg) {
        for (int i = jpeg.length - 2; i > 0; i--) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xDA) {
                return i;
            }
        }
        throw new AssertionError("no scan");
    }
}
