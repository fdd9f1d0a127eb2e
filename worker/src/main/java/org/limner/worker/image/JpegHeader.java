package org.limner.worker.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;

/**
 * The frame header of a JPEG file (ITU T.81, section B.2.2).
 *
 * @param components 1 for grey, 3 for colour, 4 for CMYK
 */
record JpegHeader(int width, int height, int components) {

    /** Walks the markers up to the first frame header; throws UNREADABLE_IMAGE when there is none. */
    static JpegHeader read(byte[] file) throws JobRejectedException {
        ByteBuffer in = ByteBuffer.wrap(file);
        try {
            in.position(2); // start of image
            while (true) {
                int marker = in.getShort() & 0xFFFF;
                if (marker >>> 8 != 0xFF) {
                    throw unreadable("the JPEG is damaged: no marker at byte " + (in.position() - 2));
                }
                if (marker == 0xFFFF) {
                    in.position(in.position() - 1); // a fill byte
                    continue;
                }
                int length = in.getShort() & 0xFFFF;
                int next = in.position() - 2 + length;
                if (isFrame(marker)) {
                    in.get(); // bits of a sample
                    int height = in.getShort() & 0xFFFF;
                    int width = in.getShort() & 0xFFFF;
                    return new JpegHeader(width, height, in.get() & 0xFF);
                }
                if (length < 2 || marker == 0xFFD9 || marker == 0xFFDA) {
                    throw unreadable("the JPEG has no frame header");
                }
                in.position(next);
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            JobRejectedException rejection = unreadable(
                    "the JPEG is truncated: it ends after " + file.length + " bytes, before its frame header");
            rejection.initCause(e);
            throw rejection;
        }
    }

    /** Start of frame 0 to 15 without the three other markers in that range. */
    private static boolean isFrame(int marker) {
        return marker >= 0xFFC0 && marker <= 0xFFCF && marker != 0xFFC4 && marker != 0xFFC8 && marker != 0xFFCC;
    }

    private static JobRejectedException unreadable(String message) {
        return new JobRejectedException(ErrorCode.UNREADABLE_IMAGE, message);
    }
}
