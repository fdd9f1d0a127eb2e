package org.limner.schemas.result;

import java.util.Optional;
import java.util.OptionalLong;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.Payload;

/**
 * One image of a result.
 *
 * @param style       index into the job's styles; 0 for a bundle without z
 * @param format      the file format of {@code data}
 * @param widthPixels width of the image
 * @param heightPixels height of the image
 * @param data        the file, inline or by reference
 * @param sha256      of the file
 * @param bytes       of the file
 * @param seed        that was used, given or derived; empty where no random number entered, and for an interpolated style
 * @param styleDigest SHA-256 of the style vector's little-endian float32 bytes; empty for a bundle without z
 */
public record RenderedImage(
        int style,
        ImageFormat format,
        int widthPixels,
        int heightPixels,
        Payload data,
        String sha256,
        long bytes,
        OptionalLong seed,
        Optional<String> styleDigest) {
    public RenderedImage {
        Digests.check(sha256);
        styleDigest.ifPresent(Digests::check);
    }
}
