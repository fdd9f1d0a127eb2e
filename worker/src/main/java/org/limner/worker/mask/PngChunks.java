package org.limner.worker.mask;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.image.FileSignature;

/**
 * The parts of a PNG file, checksums verified: its header first, then where its compressed pixels are. Two steps, so
 * that a header can be refused before the rest is looked at.
 */
final class PngChunks {
    private static final int SIGNATURE_SIZE = 8;
    private static final int CHUNK_OVERHEAD = 12; // length, type, checksum: 4 bytes each

    private final byte[] file;
    private int at = SIGNATURE_SIZE;
    private final PngHeader header;

    /** Reads signature and header; throws UNREADABLE_IMAGE. */
    PngChunks(byte[] file) throws JobRejectedException {
        this.file = file;
        if (!FileSignature.isPng(file)) {
            throw unreadable("not a PNG file but " + FileSignature.describe(file));
        }
        Chunk first = next();
        if (!first.type().equals("IHDR") || first.data().remaining() != PngHeader.SIZE) {
            throw unreadable("the PNG begins with a chunk " + first.type() + " of "
                    + first.data().remaining() + " bytes, not with its header");
        }
        header = PngHeader.read(first.data());
    }

    PngHeader header() {
        return header;
    }

    /** The compressed pixels, in their order; throws UNREADABLE_IMAGE when the file ends before its IEND chunk. */
    List<ByteBuffer> pixelData() throws JobRejectedException {
        List<ByteBuffer> pixels = new ArrayList<>();
        for (Chunk chunk = next(); !chunk.type().equals("IEND"); chunk = next()) {
            if (chunk.type().equals("IDAT")) {
                pixels.add(chunk.data());
            } else if (Character.isUpperCase(chunk.type().charAt(0))
                    && !chunk.type().equals("PLTE")) {
                // A capital letter marks a chunk without which the picture cannot be understood. PLTE can be: label ids
                // are the indices, whatever their colours.
                throw unreadable("the PNG has a chunk " + chunk.type() + ", which is critical and unknown");
            }
        }
        if (pixels.isEmpty()) {
            throw unreadable("the PNG has no pixel data (no IDAT chunk)");
        }
        return pixels;
    }

    private Chunk next() throws JobRejectedException {
        int left = file.length - at;
        if (left < CHUNK_OVERHEAD) {
            throw unreadable("the PNG is truncated: it ends after " + file.length + " bytes, before its IEND chunk");
        }
        long length = ByteBuffer.wrap(file).getInt(at) & 0xFFFFFFFFL;
        String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
        if (!type.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')) {
            throw unreadable("the PNG is damaged: no chunk begins at byte " + at);
        }
        if (length > left - CHUNK_OVERHEAD) {
            throw unreadable("the PNG is truncated: chunk " + type + " at byte " + at + " has " + length
                    + " bytes but the file ends after " + (left - CHUNK_OVERHEAD) + " of them");
        }
        CRC32 checksum = new CRC32();
        checksum.update(file, at + 4, (int) length + 4);
        int stored = ByteBuffer.wrap(file).getInt(at + 8 + (int) length);
        if ((int) checksum.getValue() != stored) {
            throw unreadable("the PNG is damaged: chunk " + type + " at byte " + at + " has checksum "
                    + String.format("%08x", (int) checksum.getValue()) + " but says " + String.format("%08x", stored));
        }
        ByteBuffer data = ByteBuffer.wrap(file, at + 8, (int) length).slice();
        at += CHUNK_OVERHEAD + (int) length;
        return new Chunk(type, data);
    }

    private static JobRejectedException unreadable(String message) {
        return new JobRejectedException(ErrorCode.UNREADABLE_IMAGE, message);
    }

    private record Chunk(String type, ByteBuffer data) {}
}
