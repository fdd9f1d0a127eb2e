package org.limner.schemas.job;

/**
 * What a job's images are written as and how they travel.
 *
 * @param format   the file format
 * @param quality  of a JPEG, 1 to 100; a PNG ignores it
 * @param delivery in the result message, in the store, or whichever fits
 */
public record Output(ImageFormat format, int quality, Delivery delivery) {
    /** PNG, delivered inline when it fits. 92 is the JPEG quality when none is asked for: no visible loss at 4:4:4. */
    public static final Output DEFAULT = new Output(ImageFormat.PNG, 92, Delivery.AUTO);

    public Output {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality must be between 1 and 100 but is " + quality);
        }
    }

    /** How images travel; in JSON in lower case. */
    public enum Delivery {
        /** In the result message. */
        INLINE,
        /** In the store, with a reference in the result message. */
        STORE,
        /** Inline when it fits, in the store otherwise. */
        AUTO
    }
}
