package org.limner.worker.mask;

import java.nio.ByteBuffer;
import java.util.List;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;

/**
 * Reads a PNG as numbers, never as colours: grey of 1 to 16 bits and palette indices, interlaced or not. Thread-safe.
 *
 * <p>Our own reader rather than the platform's, which is about as fast (see the module's README): that one reads
 * numbers by way of colour models, and its errors do not say what is missing where.
 */
public final class MaskDecoder {
    /** Adam7 (PNG specification, third edition, section 8.1): first column, first row, column step, row step. */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    /** Bytes that one byte inflates to, at most: zlib's technical details say 1032. */
    private static final long MOST_INFLATED = 1032;

    private final JobLimits limits;

    /** @param limits for the width and height of masks, in pixels */
    public MaskDecoder(JobLimits limits) {
        this.limits = limits;
    }

    /**
     * Throws UNREADABLE_IMAGE for bytes that are no whole PNG, NOT_A_LABEL_MAP for colour and alpha, and
     * LIMIT_EXCEEDED for a header beyond the limits, before anything of that size is allocated.
     */
    public IndexImage decode(byte[] png) throws JobRejectedException {
        PngChunks chunks = new PngChunks(png);
        PngHeader header = chunks.header();
        if (header.width() > limits.maskWidth() || header.height() > limits.maskHeight()) {
            throw new JobRejectedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the PNG is " + header.width() + " x " + header.height() + " pixels but at most "
                            + limits.maskWidth() + " x " + limits.maskHeight() + " are allowed");
        }
        if (!header.hasOneSamplePerPixel()) {
            throw new JobRejectedException(
                    ErrorCode.NOT_A_LABEL_MAP,
                    "the PNG is " + header.describe()
                            + ", but a label map has one id per pixel: grey of 1 to 16 bits, or a palette");
        }
        List<ByteBuffer> compressed = chunks.pixelData();
        checkPlausible(header, compressed);
        try (PngRows rows = new PngRows(compressed)) {
            return new IndexImage(header.width(), header.height(), samples(header, rows));
        }
    }

    /** So that a file of a hundred bytes does not have us allocate what its header says. */
    private static void checkPlausible(PngHeader header, List<ByteBuffer> compressed) throws JobRejectedException {
        long bytes = compressed.stream().mapToLong(ByteBuffer::remaining).sum();
        long needed = (long) header.width() * header.bitDepth() / 8 * header.height();
        if (needed > MOST_INFLATED * bytes) {
            throw new JobRejectedException(
                    ErrorCode.UNREADABLE_IMAGE,
                    "the PNG is truncated: its " + bytes + " bytes of pixel data cannot hold " + header.width() + " x "
                            + header.height() + " pixels of " + header.bitDepth() + " bits");
        }
    }

    private static short[] samples(PngHeader header, PngRows rows) throws JobRejectedException {
        short[] samples = new short[header.width() * header.height()];
        for (int[] pass : header.interlaced() ? ADAM7 : ONE_PASS) {
            int columns = ceilDiv(header.width() - pass[0], pass[2]);
            if (columns <= 0) {
                continue; // a narrow picture has nothing in this pass, not even filter bytes
            }
            rows.begin(ceilDiv(columns * header.bitDepth(), 8));
            for (int y = pass[1]; y < header.height(); y += pass[3]) {
                byte[] row = rows.next(Math.max(1, header.bitDepth() / 8), y);
                spread(row, header.bitDepth(), columns, samples, y * header.width() + pass[0], pass[2]);
            }
        }
        rows.end(header.height());
        return samples;
    }

    /** Writes {@code columns} samples of a row to {@code samples}, from {@code first} on, {@code step} apart. */
    private static void spread(byte[] row, int bitDepth, int columns, short[] samples, int first, int step) {
        switch (bitDepth) {
            case 8 -> {
                for (int i = 0; i < columns; i++) {
                    samples[first + i * step] = (short) (row[1 + i] & 0xFF);
                }
            }
            case 16 -> {
                for (int i = 0; i < columns; i++) {
                    samples[first + i * step] = (short) (row[1 + 2 * i] << 8 | row[2 + 2 * i] & 0xFF);
                }
            }
            default -> { // 1, 2, 4: the leftmost pixel in the high bits
                int perByte = 8 / bitDepth;
                int mask = (1 << bitDepth) - 1;
                for (int i = 0; i < columns; i++) {
                    int shift = 8 - bitDepth * (i % perByte + 1);
                    samples[first + i * step] = (short) (row[1 + i / perByte] >> shift & mask);
                }
            }
        }
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
