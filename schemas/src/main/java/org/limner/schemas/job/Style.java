package org.limner.schemas.job;

import java.util.Arrays;
import java.util.OptionalLong;

/** How one image of a job gets its style vector z. In JSON, the one key an object has says which. */
public sealed interface Style {
    /** The largest seed: 2^53 - 1, which every JSON reader keeps exactly. */
    long LARGEST_SEED = (1L << 53) - 1;

    /**
     * z drawn from the standard normal distribution: {@code {"seed": 7}}, or {@code {}}.
     *
     * @param seed 0 to 2^53 - 1; empty: derived from the job id and the style's index
     */
    record Sampled(OptionalLong seed) implements Style {
        public Sampled {
            checkSeed(seed);
        }
    }

    /**
     * z from a photograph: {@code {"image": .., "sample": false}} gives the encoder's mean mu,
     * {@code "sample": true} gives mu + exp(logvar / 2) * eps.
     *
     * @param image  a PNG or JPEG photograph
     * @param sample whether eps is added
     * @param seed   of eps; only with {@code sample}; empty: derived from the job id and the style's index
     */
    record Encoded(Payload image, boolean sample, OptionalLong seed) implements Style {
        public Encoded {
            checkSeed(seed);
            if (seed.isPresent() && !sample) {
                throw new IllegalArgumentException("an encoded style has a seed only when \"sample\" is true");
            }
        }
    }

    /** z itself: {@code {"vector": [..]}}. Immutable; {@link #values()} copies. */
    final class Vector implements Style {
        private final float[] values;

        /** @param values finite numbers, as many as the bundle's z has */
        public Vector(float[] values) {
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new IllegalArgumentException("style vector has " + values[i] + " at index " + i);
                }
            }
            this.values = values.clone();
        }

        public float[] values() {
            return values.clone();
        }

        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Vector that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Vector[" + values.length + " values]";
        }
    }

    /**
     * Spherical interpolation between two styles that are not themselves interpolated:
     * {@code {"between": [style, style], "at": 0.5}}.
     *
     * @param at 0 is {@code from}, 1 is {@code to}
     */
    record Between(Style from, Style to, double at) implements Style {
        public Between {
            if (from instanceof Between || to instanceof Between) {
                throw new IllegalArgumentException("an interpolated style cannot hold another one");
            }
            if (!(at >= 0 && at <= 1)) {
                throw new IllegalArgumentException("\"at\" must be between 0 and 1 but is " + at);
            }
        }
    }

    private static void checkSeed(OptionalLong seed) {
        if (seed.isPresent() && (seed.getAsLong() < 0 || seed.getAsLong() > LARGEST_SEED)) {
            throw new IllegalArgumentException(
                    "seed must be between 0 and " + LARGEST_SEED + " but is " + seed.getAsLong());
        }
    }
}
