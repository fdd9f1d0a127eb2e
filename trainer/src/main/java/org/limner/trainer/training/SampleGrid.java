package org.limner.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.seed.GaussianStream;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.LabelPicture;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.Parameters;

/**
 * What a generator makes of a few examples, for people. One row each: the mask in its classes' colours, the photo, the
 * rendering in the photo's own style (mu), then one rendering per seed; without styles the rendering alone. Networks
 * run in evaluation mode, as a worker runs them.
 */
final class SampleGrid {
    private static final int GAP = 2; // pixels between pictures

    private final Networks networks;
    private final NDManager manager;
    private final ClassTable classes;
    private final List<Example> examples;
    private final Batch batch;

    private SampleGrid(Networks networks, NDManager manager, ClassTable classes, List<Example> examples, Batch batch) {
        this.networks = networks;
        this.manager = manager;
        this.classes = classes;
        this.examples = examples;
        this.batch = batch;
    }

    /** The grid of {@code rows} examples at even distances through a data set, or of all where it has fewer. */
    static SampleGrid of(Dataset dataset, int rows, boolean withEdges, Networks networks, NDManager manager) {
        Framing framing = Framing.plain(
                networks.generator().shape().width(),
                networks.generator().shape().height());
        int count = Math.min(rows, dataset.size());
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Example example = dataset.example((int) ((long) i * dataset.size() / count));
            examples.add(framing.apply(example, dataset.classes(), () -> 0));
        }
        return new SampleGrid(networks, manager, dataset.classes(), examples, Batch.of(examples, withEdges));
    }

    /**
     * @param generator weights to render with
     * @param seeds     of the styles, as a job's
     */
    RgbImage render(Parameters generator, long[] seeds) {
        List<List<RgbImage>> columns = new ArrayList<>();
        columns.add(examples.stream()
                .map(example -> LabelPicture.of(example.labels(), classes))
                .toList());
        columns.add(examples.stream().map(Example::photo).toList());
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray segmentation = TrainingStep.segmentation(batch, networks, manager);
            ImageEncoder encoder = networks.encoder();
            Parameters encoderWeights = networks.encoderWeights();
            if (encoder == null || encoderWeights == null) {
                columns.add(paint(generator, segmentation, null));
            } else {
                NDArray photo = TrainingStep.photo(batch, manager);
                columns.add(paint(
                        generator,
                        segmentation,
                        encoder.forward(encoderWeights, photo, false).mu()));
                for (long seed : seeds) {
                    columns.add(paint(generator, segmentation, style(seed)));
                }
            }
        }
        return arranged(columns);
    }

    /** One style for every row: {@code N x Z}. */
    private NDArray style(long seed) {
        int styleSize = networks.generator().shape().styleSize();
        float[] one = GaussianStream.sample(seed, styleSize);
        float[] all = new float[examples.size() * styleSize];
        for (int n = 0; n < examples.size(); n++) {
            System.arraycopy(one, 0, all, n * styleSize, styleSize);
        }
        return manager.create(all, new Shape(examples.size(), styleSize));
    }

    private List<RgbImage> paint(Parameters generator, NDArray segmentation, @Nullable NDArray z) {
        float[] image =
                networks.generator().forward(generator, segmentation, z, false).toFloatArray(); // N x 3 x H x W
        return GeneratedPictures.of(image, batch.width(), batch.height());
    }

    private RgbImage arranged(List<List<RgbImage>> columns) {
        int width = columns.size() * (batch.width() + GAP) - GAP;
        int height = batch.size() * (batch.height() + GAP) - GAP;
        byte[] sheet = new byte[3 * width * height];
        Arrays.fill(sheet, (byte) 255);
        for (int column = 0; column < columns.size(); column++) {
            for (int row = 0; row < batch.size(); row++) {
                byte[] picture = columns.get(column).get(row).pixels();
                for (int y = 0; y < batch.height(); y++) {
                    int to = (row * (batch.height() + GAP) + y) * width + column * (batch.width() + GAP);
                    System.arraycopy(picture, 3 * y * batch.width(), sheet, 3 * to, 3 * batch.width());
                }
            }
        }
        return new RgbImage(width, height, sheet);
    }
}
