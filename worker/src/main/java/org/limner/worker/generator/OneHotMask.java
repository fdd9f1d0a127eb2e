package org.limner.worker.generator;

import java.util.Optional;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** What the plain graph keeps of a mask: its labels and edges. One-hot they would take 4 bytes for every label and pixel. */
final class OneHotMask implements PreparedMask {
    private final MaskKey key;

    OneHotMask(MaskKey key) {
        this.key = key;
    }

    LabelMap labels() {
        return key.labels();
    }

    Optional<EdgeMap> edges() {
        return key.edges();
    }

    @Override
    public long bytes() {
        return key.bytes();
    }
}
