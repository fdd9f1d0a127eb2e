package org.limner.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Examples of one size as the networks read them, row-major. The arrays belong to the batch; readers do not write to
 * them.
 */
public final class Batch {
    private final int width;
    private final int height;
    private final float[] photos;
    private final List<int[]> labels;
    private final @Nullable List<boolean[]> edges;

    /**
     * Arrays that have their size already, taken over, not copied.
     *
     * @param photos {@code N x 3 x height x width} in [-1, 1]
     * @param labels N maps {@code height x width} of channel indices
     * @param edges  N maps {@code height x width}; null: without instance edges
     */
    public Batch(int width, int height, float[] photos, List<int[]> labels, @Nullable List<boolean[]> edges) {
        this.width = width;
        this.height = height;
        this.photos = photos;
        this.labels = labels;
        this.edges = edges;
    }

    /**
     * @param withEdges whether the networks read instance edges
     * @throws DatasetException if they do and an example has no instances
     */
    public static Batch of(List<Example> examples, boolean withEdges) {
        int width = examples.get(0).photo().width();
        int height = examples.get(0).photo().height();
        int plane = width * height;
        float[] photos = new float[examples.size() * 3 * plane];
        List<int[]> labels = new ArrayList<>();
        List<boolean[]> edges = withEdges ? new ArrayList<>() : null;
        for (int n = 0; n < examples.size(); n++) {
            Example example = examples.get(n);
            if (example.photo().width() != width || example.photo().height() != height) {
                throw new IllegalArgumentException("examples of one batch must have one size");
            }
            byte[] pixels = example.photo().pixels();
            short[] indices = example.labels().indices();
            int[] map = new int[plane];
            for (int i = 0; i < plane; i++) {
                for (int channel = 0; channel < 3; channel++) {
                    photos[(n * 3 + channel) * plane + i] = (pixels[3 * i + channel] & 0xFF) / 127.5f - 1;
                }
                map[i] = indices[i];
            }
            labels.add(map);
            if (edges != null) {
                if (example.instances() == null) {
                    throw new DatasetException(
                            example.name() + " has no instance map but instance edges are asked for");
                }
                edges.add(InstanceEdges.of(example.instances()));
            }
        }
        return new Batch(width, height, photos, labels, edges);
    }

    /** Number of examples, N. */
    public int size() {
        return labels.size();
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** {@code N x 3 x H x W} in [-1, 1]. */
    public float[] photos() {
        return photos;
    }

    /** Per example {@code H x W} channel indices; void is the index after the last class. */
    public List<int[]> labels() {
        return labels;
    }

    /** Per example {@code H x W}, true on both sides of an object's border; null unless asked for. */
    public @Nullable List<boolean[]> edges() {
        return edges;
    }
}
