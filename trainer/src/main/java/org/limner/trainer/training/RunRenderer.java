package org.limner.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.evaluation.Renderer;
import org.limner.trainer.evaluation.StyleCode;
import org.limner.trainer.network.Encoding;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * A training's generator for measuring. In training mode it takes its batch-norm statistics from the batch, as it did when it
 * learned; what that writes to the weights' buffers is undone, so that no batch depends on those before it.
 */
final class RunRenderer implements Renderer {
    private final String name;
    private final Networks networks;
    private final Parameters generator;
    private final boolean trainingMode;
    private final boolean edges;
    private final NDManager manager;
    private final @Nullable StateDict buffers; // as they were; null in evaluation mode, which writes none

    /**
     * @param generator weights; in training mode nobody else may use them while this renders
     * @param edges     whether the generator reads instance edges
     */
    RunRenderer(
            String name,
            Networks networks,
            Parameters generator,
            boolean trainingMode,
            boolean edges,
            NDManager manager) {
        this.name = name;
        this.networks = networks;
        this.generator = generator;
        this.trainingMode = trainingMode;
        this.edges = edges;
        this.manager = manager;
        this.buffers = trainingMode ? generator.toStateDict() : null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int width() {
        return networks.generator().shape().width();
    }

    @Override
    public int height() {
        return networks.generator().shape().height();
    }

    @Override
    public int labelChannels() {
        return networks.generator().shape().inputChannels() - (edges ? 1 : 0);
    }

    @Override
    public int styleSize() {
        return networks.generator().shape().styleSize();
    }

    @Override
    public boolean encodes() {
        return networks.encoder() != null;
    }

    @Override
    public List<RgbImage> render(List<Example> examples, @Nullable List<float[]> styles) {
        Batch batch = Batch.of(examples, edges);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray segmentation = TrainingStep.segmentation(batch, networks, manager);
            NDArray z = null;
            if (styles != null) {
                float[] values = new float[styles.size() * styleSize()];
                for (int i = 0; i < styles.size(); i++) {
                    System.arraycopy(styles.get(i), 0, values, i * styleSize(), styleSize());
                }
                z = manager.create(values, new Shape(styles.size(), styleSize()));
            }
            float[] image = networks.generator()
                    .forward(generator, segmentation, z, trainingMode)
                    .toFloatArray(); // N x 3 x H x W
            restoreBuffers();
            return GeneratedPictures.of(image, batch.width(), batch.height());
        }
    }

    private void restoreBuffers() {
        if (buffers == null) {
            return;
        }
        for (Map.Entry<String, NDArray> entry : generator.arrays().entrySet()) {
            if (!generator.trainable().containsKey(entry.getKey())) {
                WeightTensor before = buffers.get(entry.getKey());
                Shape shape = new Shape(before.shape());
                NDArray copy = before.type().floating()
                        ? manager.create(before.floats(), shape)
                        : manager.create(before.longs(), shape);
                copy.copyTo(entry.getValue());
            }
        }
    }

    @Override
    public List<StyleCode> encode(List<Example> examples) {
        if (networks.encoder() == null || networks.encoderWeights() == null) {
            throw new IllegalStateException("the training has no encoder");
        }
        Batch batch = Batch.of(examples, false);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Encoding encoding =
                    networks.encoder().forward(networks.encoderWeights(), TrainingStep.photo(batch, manager), false);
            float[] mu = encoding.mu().toFloatArray();
            float[] logvar = encoding.logvar().toFloatArray();
            int z = styleSize();
            List<StyleCode> codes = new ArrayList<>();
            for (int n = 0; n < examples.size(); n++) {
                codes.add(new StyleCode(
                        Arrays.copyOfRange(mu, n * z, (n + 1) * z), Arrays.copyOfRange(logvar, n * z, (n + 1) * z)));
            }
            return codes;
        }
    }
}
