package org.limner.worker.mask;

import java.nio.ByteBuffer;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;

/**
 * The IHDR chunk of a PNG file (PNG specification, third edition, section 11.2.1).
 *
 * @param width      pixels
 * @param height     pixels
 * @param bitDepth   of one sample: 1, 2, 4, 8 or 16
 * @param colorType  0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 * @param interlaced in the seven passes of Adam7
 */
record PngHeader(int width, int height, int bitDepth, int colorType, boolean interlaced) {
    static final int SIZE = 13;
    private static final int GREY = 0;
    private static final int PALETTE = 3;

    /** Reads the chunk's 13 bytes; throws UNREADABLE_IMAGE for values no PNG has. */
    static PngHeader read(ByteBuffer chunk) throws JobRejectedException {
        int width = chunk.getInt();
        int height = chunk.getInt();
        int bitDepth = chunk.get() & 0xFF;
        int colorType = chunk.get() & 0xFF;
        int compression = chunk.get() & 0xFF;
        int filter = chunk.get() & 0xFF;
        int interlace = chunk.get() & 0xFF;
        if (width < 1 || height < 1) {
            throw broken(
                    "is " + Integer.toUnsignedString(width) + " x " + Integer.toUnsignedString(height) + " pixels");
        }
        if (!isAllowed(colorType, bitDepth)) {
            throw broken("has colour type " + colorType + " with " + bitDepth + " bits, which PNG does not know");
        }
        if (compression != 0 || filter != 0 || interlace > 1) {
            throw broken("has compression " + compression + ", filter " + filter + ", interlace " + interlace
                    + ", which PNG does not know");
        }
        return new PngHeader(width, height, bitDepth, colorType, interlace == 1);
    }

    /** Whether a pixel is one number: a grey level or an index into a palette. */
    boolean hasOneSamplePerPixel() {
        return colorType == GREY || colorType == PALETTE;
    }

    /** For example {@code 8-bit RGB}. */
    String describe() {
        String kind =
                switch (colorType) {
                    case GREY -> "grey";
                    case 2 -> "RGB";
                    case PALETTE -> "palette";
                    case 4 -> "grey with alpha";
                    default -> "RGB with alpha";
                };
        return bitDepth + "-bit " + kind;
    }

    private static boolean isAllowed(int colorType, int bitDepth) {
        return switch (colorType) {
            case GREY -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8 || bitDepth == 16;
            case PALETTE -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8;
            case 2, 4, 6 -> bitDepth == 8 || bitDepth == 16;
            default -> false;
        };
    }

    private static JobRejectedException broken(String what) {
        return new JobRejectedException(ErrorCode.UNREADABLE_IMAGE, "the PNG's header says it " + what);
    }
}
