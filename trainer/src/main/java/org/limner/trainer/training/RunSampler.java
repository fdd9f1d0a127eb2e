package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.network.Parameters;

/** Renders with what a training has left in its folder. */
public final class RunSampler {
    private final RunFolder folder;
    private final boolean best;

    /** @param best whether the checkpoint is the one a metric liked best, otherwise the last one */
    public RunSampler(RunFolder folder, boolean best) {
        this.folder = folder;
        this.best = best;
    }

    /**
     * A grid of masks, photos and renderings, see {@link SampleGrid}.
     *
     * @param dataset where masks and photos are from; needs as many label channels as the training had
     * @param rows    examples
     * @param seeds   of styles, one column each
     * @param average whether the running average renders, where the run has one
     */
    public RgbImage grid(Dataset dataset, int rows, long[] seeds, boolean average) throws IOException {
        TrainingOptions options = TrainingOptions.of(folder.settings());
        int channels = folder.classes().channels();
        if (dataset.classes().channels() != channels) {
            throw new ConfigException("%s has %d label channels but the training in %s had %d"
                    .formatted(dataset.name(), dataset.classes().channels(), folder.path(), channels));
        }
        Checkpoint checkpoint = folder.checkpoint(best);
        try (NDManager manager = NDManager.newBaseManager();
                Networks networks = Networks.restored(options, channels, checkpoint.state(), manager);
                Parameters generator =
                        Parameters.from(average ? checkpoint.averagedGenerator() : checkpoint.generator(), manager)) {
            return SampleGrid.of(dataset, rows, options.image().instances(), networks, manager)
                    .render(generator, seeds);
        }
    }
}
