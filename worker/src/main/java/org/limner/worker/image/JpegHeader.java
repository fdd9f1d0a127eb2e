package org.limner.worker.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;

/**
 * What a JPEG file says about itself before any of it is decoded (ITU T.81, annex B).
 *
 * @param components 1 for grey, 3 for colour, 4 for CMYK
 * @param scans      passes over the picture: 1, or about 10 of a progressive file
 */
record JpegHeader(int width, int height, int components, int scans) {
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int END_OF_IMAGE = 0xFFD9;

    /** Walks over all segments; throws UNREADABLE_IMAGE when there is no frame header. */
    static JpegHeader read(byte[] file) throws JobRejectedException {
        ByteBuffer in = ByteBuffer.wrap(file);
        JpegHeader frame = null;
        int scans = 0;
        try {
            in.position(2); // start of image
            while (true) {
                int marker = nextMarker(in, scans > 0);
                if (marker == END_OF_IMAGE) {
                    break;
                }
                int begin = in.position();
                int length = in.getShort() & 0xFFFF;
                if (length < 2) {
                    throw unreadable("the JPEG is damaged: a segment at byte " + begin + " has length " + length);
                }
                if (isFrame(marker) && frame == null) {
                    in.get(); // bits of a sample
                    int height = in.getShort() & 0xFFFF;
                    int width = in.getShort() & 0xFFFF;
                    frame = new JpegHeader(width, height, in.get() & 0xFF, 0);
                }
                if (marker == START_OF_SCAN) {
                    scans++;
                }
                in.position(begin + length);
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // Whether the file is whole, its decoder finds out; without a frame it cannot begin.
            if (frame == null) {
                JobRejectedException rejection = unreadable(
                        "the JPEG is truncated: it ends after " + file.length + " bytes, before its frame header");
                rejection.initCause(e);
                throw rejection;
            }
        }
        if (frame == null) {
            throw unreadable("the JPEG has no frame header");
        }
        return new JpegHeader(frame.width(), frame.height(), frame.components(), scans);
    }

    /** @param inScan whether compressed pixels may come before it, in which 0xFF is followed by 0 or a restart marker */
    private static int nextMarker(ByteBuffer in, boolean inScan) throws JobRejectedException {
        while (true) {
            int first = in.get() & 0xFF;
            if (first != 0xFF) {
                if (!inScan) {
                    throw unreadable("the JPEG is damaged: no marker at byte " + (in.position() - 1));
                }
                continue;
            }
            int second = in.get() & 0xFF;
            while (second == 0xFF) { // fill bytes
                second = in.get() & 0xFF;
            }
            boolean pixels = second == 0 || second >= 0xD0 && second <= 0xD7;
            if (!inScan || !pixels) {
                return 0xFF00 | second;
            }
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
