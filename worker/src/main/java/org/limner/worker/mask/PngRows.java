package org.limner.worker.mask;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;

/**
 * Inflates and unfilters the rows of a PNG one after another, so that a small file that inflates to gigabytes costs no
 * more memory than its header says (PNG specification, third edition, sections 9 and 10).
 */
final class PngRows implements AutoCloseable {
    private final Inflater inflater = new Inflater();
    private final Iterator<ByteBuffer> input;
    private byte[] current = new byte[0];
    private byte[] previous = new byte[0];

    PngRows(List<ByteBuffer> compressed) {
        input = compressed.iterator();
    }

    /** Begins a picture, or a pass of an interlaced one: no row lies above the next. */
    void begin(int bytesPerRow) {
        current = new byte[bytesPerRow + 1]; // the first byte says the filter
        previous = new byte[bytesPerRow + 1];
    }

    /**
     * The next row; its samples begin at index 1, and it stays valid until the next call.
     *
     * @param bytesPerPixel the distance of the byte to the left, at least 1
     * @param row           for messages
     */
    byte[] next(int bytesPerPixel, int row) throws JobRejectedException {
        byte[] filtered = previous;
        previous = current;
        current = filtered;
        inflate(current, row);
        unfilter(bytesPerPixel, row);
        return current;
    }

    /** Throws UNREADABLE_IMAGE unless the compressed data ends here, with the right checksum. */
    void end(int rows) throws JobRejectedException {
        byte[] beyond = new byte[1];
        if (read(beyond, 0, rows) != 0) {
            throw unreadable("the PNG is damaged: it has more pixel data than its header says");
        }
    }

    private void inflate(byte[] row, int index) throws JobRejectedException {
        int filled = 0;
        while (filled < row.length) {
            int read = read(row, filled, index);
            if (read == 0) {
                throw unreadable("the PNG is truncated: its pixel data ends in row " + index);
            }
            filled += read;
        }
    }

    /** Reads at least one byte, or 0 at the end of the stream. */
    private int read(byte[] target, int from, int row) throws JobRejectedException {
        try {
            while (true) {
                int read = inflater.inflate(target, from, target.length - from);
                if (read > 0 || inflater.finished()) {
                    return read;
                }
                if (inflater.needsDictionary()) {
                    throw unreadable("the PNG is damaged: its pixel data wants a dictionary");
                }
                if (!input.hasNext()) {
                    throw unreadable("the PNG is truncated: its compressed pixel data ends in row " + row);
                }
                inflater.setInput(input.next());
            }
        } catch (DataFormatException e) {
            JobRejectedException rejection = unreadable(
                    "the PNG is damaged: pixel data cannot be inflated in row " + row + " (" + e.getMessage() + ")");
            rejection.initCause(e);
            throw rejection;
        }
    }

    private void unfilter(int bpp, int index) throws JobRejectedException {
        byte[] row = current;
        byte[] up = previous;
        switch (row[0]) {
            case 0 -> {}
            case 1 -> {
                for (int i = 1 + bpp; i < row.length; i++) {
                    row[i] += row[i - bpp];
                }
            }
            case 2 -> {
                for (int i = 1; i < row.length; i++) {
                    row[i] += up[i];
                }
            }
            case 3 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > bpp ? row[i - bpp] & 0xFF : 0;
                    row[i] += (byte) (left + (up[i] & 0xFF) >> 1);
                }
            }
            case 4 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > bpp ? row[i - bpp] & 0xFF : 0;
                    int upLeft = i > bpp ? up[i - bpp] & 0xFF : 0;
                    row[i] += (byte) paeth(left, up[i] & 0xFF, upLeft);
                }
            }
            default ->
                throw unreadable("the PNG is damaged: row " + index + " has filter " + (row[0] & 0xFF)
                        + ", which PNG does not know");
        }
    }

    /** Whichever of the three is nearest to left + up - upLeft; ties in this order. */
    private static int paeth(int left, int up, int upLeft) {
        int toLeft = Math.abs(up - upLeft);
        int toUp = Math.abs(left - upLeft);
        int toUpLeft = Math.abs(left + up - 2 * upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft) {
            return left;
        }
        return toUp <= toUpLeft ? up : upLeft;
    }

    @Override
    public void close() {
        inflater.end(); // native memory
    }

    private static JobRejectedException unreadable(String message) {
        return new JobRejectedException(ErrorCode.UNREADABLE_IMAGE, message);
    }
}
