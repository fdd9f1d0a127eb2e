package org.limner.trainer.dataset;

/** Where one object ends and another begins: both pixels of each pair of neighbours with different ids. */
public final class InstanceEdges {
    private InstanceEdges() {}

    /** {@code H x W}, row-major. */
    public static boolean[] of(InstanceMap instances) {
        int width = instances.width();
        int[] ids = instances.ids();
        boolean[] edges = new boolean[ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (i % width + 1 < width && ids[i] != ids[i + 1]) {
                edges[i] = true;
                edges[i + 1] = true;
            }
            if (i + width < ids.length && ids[i] != ids[i + width]) {
                edges[i] = true;
                edges[i + width] = true;
            }
        }
        return edges;
    }
}
