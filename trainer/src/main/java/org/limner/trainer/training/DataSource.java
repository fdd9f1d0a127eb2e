package org.limner.trainer.training;

import java.nio.file.Files;
import java.nio.file.Path;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.FolderDataset;
import org.limner.trainer.dataset.scenes.SceneDataset;

/** Opens what the settings name as data. */
public final class DataSource {
    private static final String SCENES = "scenes";
    private static final String LOOKED_AT = "val";

    private DataSource() {}

    /** What is learned from; throws {@link org.limner.trainer.dataset.DatasetException} with the reason. */
    public static Dataset toLearn(TrainingOptions options) {
        return open(options.data().source(), options.data().split(), options);
    }

    /** What samples are made of: the split {@code val} where there is one, otherwise what is learned from. */
    public static Dataset toLookAt(TrainingOptions options) {
        String source = options.data().source();
        return source.equals(SCENES) || Files.isDirectory(Path.of(source).resolve(LOOKED_AT))
                ? open(source, LOOKED_AT, options)
                : toLearn(options);
    }

    /** A folder's split or drawn scenes at the load size; {@code source} as in the settings. */
    public static Dataset open(String source, String split, TrainingOptions options) {
        if (!source.equals(SCENES)) {
            return FolderDataset.open(Path.of(source), split);
        }
        // Splits differ by their seed; it is not the training's, so that all trainings have the same scenes.
        TrainingOptions.Image image = options.image();
        return new SceneDataset(
                SCENES + "/" + split, split.hashCode(), options.data().count(), image.loadWidth(), image.loadHeight());
    }
}
