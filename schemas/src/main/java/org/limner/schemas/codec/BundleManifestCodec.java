package org.limner.schemas.codec;

import org.limner.schemas.bundle.BundleManifest;

/** {@code bundle.json} to and from its bytes, checked against its schema. Thread-safe. */
public final class BundleManifestCodec {
    /** UTF-8 JSON, indented, keys in the order of the record. */
    public byte[] encode(BundleManifest manifest) {
        throw new UnsupportedOperationException();
    }

    /** Throws {@link IllegalArgumentException} that names the field. */
    public BundleManifest decode(byte[] json) {
        throw new UnsupportedOperationException();
    }
}
