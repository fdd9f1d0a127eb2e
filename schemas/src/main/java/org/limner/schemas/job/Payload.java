package org.limner.schemas.job;

import java.net.URI;
import java.util.Arrays;

/** The bytes of a mask or an image, or where they are. */
public sealed interface Payload {

    /** Bytes that travel in the message itself (base64 in JSON). Immutable; {@link #bytes()} copies. */
    final class Inline implements Payload {
        private final byte[] bytes;

        public Inline(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** A copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }

        public int size() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Inline that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Inline[" + bytes.length + " bytes]";
        }
    }

    /**
     * Bytes in a store.
     *
     * @param uri       where, for example {@code s3://masks/coast.png}
     * @param sha256    of the bytes, 64 lower-case hexadecimal digits
     * @param bytes     how many
     * @param mediaType for example {@code image/png}
     */
    record Reference(URI uri, String sha256, long bytes, String mediaType) implements Payload {
        public Reference {
            Digests.check(sha256);
            if (bytes < 1) {
                throw new IllegalArgumentException("a reference must have at least 1 byte but says " + bytes);
            }
        }
    }
}
