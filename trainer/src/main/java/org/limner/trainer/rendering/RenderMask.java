package org.limner.trainer.rendering;

import org.jspecify.annotations.Nullable;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.bundle.LabelWindowInputs;
import org.limner.trainer.dataset.InstanceEdges;
import org.limner.trainer.dataset.InstanceMap;
import org.limner.trainer.dataset.LabelMap;

/** A mask at a generator's size. Immutable. */
public final class RenderMask {
    private final String name;
    private final int[] codes;

    /** @param codes {@code H x W}, see {@link WindowGeometry#code}; taken over, not copied */
    RenderMask(String name, int[] codes) {
        this.name = name;
        this.codes = codes;
    }

    /**
     * @param labels    of the geometry's size
     * @param instances likewise; null: the generator reads no edges
     */
    static RenderMask of(String name, LabelMap labels, @Nullable InstanceMap instances, WindowGeometry geometry) {
        short[] indices = labels.indices();
        int[] wide = new int[indices.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = indices[i];
        }
        boolean[] edges = instances == null ? null : InstanceEdges.of(instances);
        return new RenderMask(name, LabelWindowInputs.codes(wide, edges, geometry));
    }

    /** For people, such as a file's base name. */
    public String name() {
        return name;
    }

    /** All codes, not a copy; not to be changed. */
    int[] codes() {
        return codes;
    }
}
