package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.network.Parameters;

/** Renders with what a training has left in its folder. */
public final class RunSampler {
    private final RunFolder folder;

    public RunSampler(RunFolder folder) {
        this.folder = folder;
    }

    /**
     * A grid of masks, photos and renderings, see {@link SampleGrid}.
     *
     * @param checkpoint of this run
     * @param dataset where masks and photos are from; needs as many label channels as the training had
     * @param rows    examples
     * @param seeds   of styles, one column each
     * @param average whether the running average renders, where the run has one
     */
    public RgbImage grid(Checkpoint checkpoint, Dataset dataset, int rows, long[] seeds, boolean average) {
        TrainingOptions options = TrainingOptions.of(folder.settings());
        int channels = folder.classes().channels();
        if (dataset.classes().channels() != channels) {
            throw new ConfigException("%s has %d label channels but the training in %s had %d"
                    .formatted(dataset.name(), dataset.classes().channels(), folder.path(), channels));
        }
        try (NDManager manager = TensorEngine.newManager();
                Networks networks = Networks.restored(options, channels, checkpoint.state(), manager);
                Parameters generator =
                        Parameters.from(average ? checkpoint.averagedGenerator() : checkpoint.generator(), manager)) {
            return SampleGrid.of(dataset, rows, options.image().instances(), networks, manager)
                    .render(generator, seeds);
        }
    }
}
