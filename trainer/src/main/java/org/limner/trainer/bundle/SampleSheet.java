package org.limner.trainer.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.seed.GaussianStream;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.InstanceEdges;
import org.limner.trainer.dataset.LabelPicture;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.onnx.LabelWindowGraph;
import org.limner.trainer.weights.WeightTensor;

/**
 * {@code sample.png}: one row per mask, the mask in its classes' colours and what the bundle's own graph renders from it, once per
 * seed. The seeds are jobs' seeds, so a worker gives the same pictures.
 */
final class SampleSheet {
    /** A row without styles has one picture: there is nothing to vary. */
    static final long[] SEEDS = {1, 2, 3, 4};

    private static final int GAP = 4; // pixels between pictures

    private final GeneratorShape shape;
    private final ClassTable classes;
    private final boolean instances;
    private final Conditioning conditioning;

    SampleSheet(GeneratorShape shape, ClassTable classes, boolean instances, Conditioning conditioning) {
        this.shape = shape;
        this.classes = classes;
        this.instances = instances;
        this.conditioning = conditioning;
    }

    /** Throws {@link UnusableGraphException} when the graph does not run or paints anything but finite numbers. */
    RgbImage render(GraphSession generator, List<SampleMask> masks) {
        List<List<RgbImage>> rows = new ArrayList<>();
        for (SampleMask mask : masks) {
            List<RgbImage> row = new ArrayList<>();
            row.add(LabelPicture.of(mask.labels(), classes));
            Map<String, WeightTensor> conditions = inputs(mask);
            if (!shape.readsStyle()) {
                row.add(paint(generator, conditions));
            } else {
                for (long seed : SEEDS) {
                    Map<String, WeightTensor> inputs = new LinkedHashMap<>(conditions);
                    inputs.put(
                            "z", WeightTensor.of(GaussianStream.sample(seed, shape.styleSize()), 1, shape.styleSize()));
                    row.add(paint(generator, inputs));
                }
            }
            rows.add(row);
        }
        return arranged(rows);
    }

    /** What the graph reads of a mask. */
    private Map<String, WeightTensor> inputs(SampleMask mask) {
        short[] indices = mask.labels().indices();
        int[] labels = new int[indices.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = indices[i];
        }
        List<boolean[]> edges = instances ? List.of(InstanceEdges.of(mask.objects())) : null;
        return ConditionInputs.of(conditioning, List.of(labels), edges, LabelWindowGraph.geometry(shape, instances));
    }

    private RgbImage paint(GraphSession generator, Map<String, WeightTensor> inputs) {
        Map<String, WeightTensor> outputs = generator.run(inputs);
        for (float value : outputs.get("image").floats()) {
            if (!Float.isFinite(value)) { // the runtime's tanh may leave [-1, 1] by one rounding, which pixels clip
                throw new UnusableGraphException("the generator paints " + value + ", which is no colour");
            }
        }
        long[] levels = outputs.get("pixels").longs();
        byte[] pixels = new byte[levels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) levels[i];
        }
        return new RgbImage(shape.width(), shape.height(), pixels);
    }

    private RgbImage arranged(List<List<RgbImage>> rows) {
        int width = rows.get(0).size() * (shape.width() + GAP) - GAP;
        int height = rows.size() * (shape.height() + GAP) - GAP;
        byte[] sheet = new byte[3 * width * height];
        Arrays.fill(sheet, (byte) 255);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                byte[] picture = rows.get(row).get(column).pixels();
                for (int y = 0; y < shape.height(); y++) {
                    int to = (row * (shape.height() + GAP) + y) * width + column * (shape.width() + GAP);
                    System.arraycopy(picture, 3 * y * shape.width(), sheet, 3 * to, 3 * shape.width());
                }
            }
        }
        return new RgbImage(width, height, sheet);
    }
}
