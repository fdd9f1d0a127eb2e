package org.limner.trainer.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;

/**
 * Netpbm's binary formats, which ImageIO does not know: P5 (grey) and P6 (RGB), 8 or 16 bits; see
 * <a href="https://netpbm.sourceforge.net/doc/ppm.html">ppm(5)</a>.
 */
final class PortablePixmap {
    private static final int GREY = '5';
    private static final int COLOR = '6';

    private final byte[] bytes;
    private int at = 2;

    private PortablePixmap(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean is(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 'P' && (bytes[1] == GREY || bytes[1] == COLOR);
    }

    static PictureSize size(byte[] bytes) throws IOException {
        PortablePixmap map = new PortablePixmap(bytes);
        return new PictureSize(map.number(), map.number());
    }

    static BufferedImage read(byte[] bytes) throws IOException {
        return new PortablePixmap(bytes).image();
    }

    private BufferedImage image() throws IOException {
        int bands = bytes[1] == GREY ? 1 : 3;
        PictureSize size = new PictureSize(number(), number());
        int most = number();
        at++; // one blank between the header and the samples
        int sampleBytes = most > 255 ? 2 : 1;
        long needed = size.pixels() * bands * sampleBytes;
        if (bytes.length - at < needed) {
            throw new IOException("it ends after %d of %d bytes of pixels".formatted(bytes.length - at, needed));
        }
        int type = bands == 3
                ? BufferedImage.TYPE_3BYTE_BGR
                : sampleBytes == 2 ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY;
        BufferedImage image = new BufferedImage(size.width(), size.height(), type);
        int[] row = new int[size.width() * bands];
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < size.height(); y++) {
            for (int i = 0; i < row.length; i++) {
                int value = bytes[at++] & 0xFF;
                if (sampleBytes == 2) {
                    int low = bytes[at++] & 0xFF;
                    value = bands == 3 ? value : value << 8 | low;
                }
                row[i] = value;
            }
            raster.setPixels(0, y, size.width(), 1, row);
        }
        return image;
    }

    /** The next number of the header; a comment goes from # to the end of its line. */
    private int number() throws IOException {
        boolean comment = false;
        while (at < bytes.length && (comment || bytes[at] == '#' || Character.isWhitespace(bytes[at]))) {
            comment = bytes[at] == '#' || comment && bytes[at] != '\n';
            at++;
        }
        int number = 0;
        int start = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && at - start < 9) {
            number = number * 10 + bytes[at++] - '0';
        }
        if (at == start) {
            throw new IOException("its header has no number at byte " + at);
        }
        return number;
    }
}
