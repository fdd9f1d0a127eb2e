package org.limner.trainer.bundle;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.InstanceMap;
import org.limner.trainer.dataset.LabelMap;

/**
 * A mask for {@code sample.png}.
 *
 * @param labels    H x W channel indices, of the bundle's size
 * @param instances H x W ids; null: every change of label is an object's border
 */
public record SampleMask(LabelMap labels, @Nullable InstanceMap instances) {
    private static final int BANDS = 4;

    /** The first masks of a data set at the generator's size: {@code count}, or all where it has fewer. */
    public static List<SampleMask> of(Dataset dataset, int count, GeneratorShape shape) {
        Framing framing = Framing.plain(shape.width(), shape.height());
        int available = Math.min(count, dataset.size());
        return IntStream.range(0, available)
                .mapToObj(i -> dataset.example((int) ((long) i * dataset.size() / available)))
                .map(example -> framing.apply(example, dataset.classes(), () -> 0))
                .map(SampleMask::of)
                .toList();
    }

    private static SampleMask of(Example example) {
        return new SampleMask(example.labels(), example.instances());
    }

    /** Four wavy bands and three discs of labels spread over all there are: for a generator whose data is not at hand. */
    public static SampleMask drawn(ClassTable classes, GeneratorShape shape) {
        int width = shape.width();
        int height = shape.height();
        int spread = Math.max(1, classes.count() / (BANDS + 3));
        short[] labels = new short[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double wave = 0.06 * Math.sin(6.0 * x / width) + 0.03 * Math.sin(17.0 * x / width);
                int part = (int) Math.max(0, Math.min(BANDS - 1, ((double) y / height + wave) * BANDS));
                for (int disc = 0; disc < 3; disc++) {
                    double dx = (double) x / width - 0.2 - 0.3 * disc;
                    double dy = ((double) y / height - 0.45 - 0.12 * disc) * height / width;
                    if (dx * dx + dy * dy < 0.01) {
                        part = BANDS + disc;
                    }
                }
                labels[y * width + x] = (short) (part * spread % classes.count());
            }
        }
        return new SampleMask(new LabelMap(width, height, labels), null);
    }

    /** Object ids: the mask's own, or the labels. */
    InstanceMap objects() {
        if (instances != null) {
            return instances;
        }
        short[] indices = labels.indices();
        int[] ids = new int[indices.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = indices[i];
        }
        return new InstanceMap(labels.width(), labels.height(), ids);
    }
}
