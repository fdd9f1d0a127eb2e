package org.limner.worker.generator;

import java.util.Optional;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** What tells masks of one bundle apart. Computes its hash once: a mask is looked up for every job that has it. */
final class MaskKey {
    private final LabelMap labels;
    private final Optional<EdgeMap> edges;
    private final int hash;

    MaskKey(LabelMap labels, Optional<EdgeMap> edges) {
        this.labels = labels;
        this.edges = edges;
        this.hash = 31 * labels.hashCode() + edges.hashCode();
    }

    LabelMap labels() {
        return labels;
    }

    Optional<EdgeMap> edges() {
        return edges;
    }

    /** Memory it holds: two bytes for each label, a bit for each edge. */
    long bytes() {
        long pixels = (long) labels.width() * labels.height();
        return pixels * Short.BYTES + (edges.isPresent() ? pixels / Byte.SIZE : 0);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof MaskKey that
                        && hash == that.hash
                        && labels.equals(that.labels)
                        && edges.equals(that.edges);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
