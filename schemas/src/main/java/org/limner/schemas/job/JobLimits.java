package org.limner.schemas.job;

/**
 * How large a job may be. The defaults are the contract's.
 *
 * @param maskWidth    pixels
 * @param maskHeight   pixels
 * @param styles       styles of one job
 * @param payloadBytes of the inline mask and instances together, decoded; also of each inline style image
 * @param tags         tags of one job
 * @param tagLength    characters of one tag
 */
public record JobLimits(int maskWidth, int maskHeight, int styles, int payloadBytes, int tags, int tagLength) {
    public static final JobLimits DEFAULT = new JobLimits(4096, 4096, 64, 256 * 1024, 16, 256);

    public JobLimits {
        if (Math.min(Math.min(maskWidth, maskHeight), Math.min(styles, payloadBytes)) < 1
                || Math.min(tags, tagLength) < 0) {
            throw new IllegalArgumentException("limits of pixels, styles and bytes must be at least 1, those of tags"
                    + " at least 0, but are " + maskWidth + " x " + maskHeight + " pixels, " + styles + " styles, "
                    + payloadBytes + " bytes, " + tags + " tags, " + tagLength + " characters");
        }
    }
}
