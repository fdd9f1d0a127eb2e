package org.limner.schemas.bundle;

/**
 * A SPADE generator's shape (arXiv 1903.07291).
 *
 * @param input         what the first layer reads
 * @param upsampling    how many times the first map is doubled
 * @param spadeKernel   side of the modulation's convolutions: 1, 3 or 5
 * @param normalization the parameter-free one
 * @param hidden        channels of the modulation's hidden map
 * @param ngf           channels of the last block; the first has 16 times as many
 */
public record Architecture(
        Input input, Upsampling upsampling, int spadeKernel, Normalization normalization, int hidden, int ngf) {
    public Architecture {
        if (spadeKernel != 1 && spadeKernel != 3 && spadeKernel != 5) {
            throw new IllegalArgumentException("SPADE kernel must be 1, 3 or 5 but is " + spadeKernel);
        }
        if (hidden < 1 || ngf < 1) {
            throw new IllegalArgumentException("hidden and ngf must be positive but are " + hidden + " and " + ngf);
        }
    }

    /** What the first layer reads; in JSON in lower case. */
    public enum Input {
        /** The label map, shrunk: one image per mask. */
        LABEL,
        /** A style vector z: many images per mask. */
        STYLE
    }

    /** How many times the first map is doubled on the way to the image; in JSON in lower case. */
    public enum Upsampling {
        NORMAL(5),
        MORE(6),
        MOST(7);

        private final int doublings;

        Upsampling(int doublings) {
            this.doublings = doublings;
        }

        /** The image's width is the first map's times 2 to the power of this. */
        public int doublings() {
            return doublings;
        }
    }

    /** The parameter-free normalisation in front of each modulation; in JSON in lower case. */
    public enum Normalization {
        BATCH,
        INSTANCE
    }
}
