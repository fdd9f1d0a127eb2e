package org.limner.trainer.training;

import java.nio.file.Path;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.FolderDataset;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.PairedFiles;
import org.limner.trainer.dataset.SkippingDataset;
import org.limner.trainer.dataset.layout.Layouts;
import org.limner.trainer.dataset.scenes.SceneDataset;

/** Opens what the settings name as data. */
public final class DataSource {
    private static final String SCENES = "scenes";
    static final String LOOKED_AT = "val";
    private static final int SCENE_COUNT = 20_000; // an epoch of scenes unless somebody says otherwise

    private DataSource() {}

    /** Whether the data is drawn and there is no file of it. */
    public static boolean isDrawn(TrainingOptions options) {
        return options.data().source().equals(SCENES);
    }

    /** What is learned from; throws {@link org.limner.trainer.dataset.DatasetException} with the reason. */
    public static Dataset toLearn(TrainingOptions options) {
        return open(options.data().source(), options.data().split(), options);
    }

    /** What samples are made of: the split {@code val} where there is one, otherwise what is learned from. */
    public static Dataset toLookAt(TrainingOptions options) {
        return hasLookedAt(options) ? open(options.data().source(), LOOKED_AT, options) : toLearn(options);
    }

    /** The same beside data that is open already, so that what is broken in it is said once. */
    public static Dataset toLookAt(TrainingOptions options, Dataset learned) {
        return hasLookedAt(options) ? open(options.data().source(), LOOKED_AT, options) : learned;
    }

    private static boolean hasLookedAt(TrainingOptions options) {
        TrainingOptions.Data data = options.data();
        return isDrawn(options) || Layouts.has(Path.of(data.source()), LOOKED_AT, data.folder());
    }

    /** A folder's split, or drawn scenes at the load size, as many in each split; {@code source} as in the settings. */
    public static Dataset open(String source, String split, TrainingOptions options) {
        TrainingOptions.Data data = options.data();
        if (!source.equals(SCENES)) {
            Dataset dataset = new FolderDataset(
                    files(Path.of(source), split, options), data.folder().labelFormat());
            return data.broken() == TrainingOptions.Broken.SKIP
                    ? SkippingDataset.wrap(dataset, problem -> System.err.println("limner: " + problem))
                    : dataset;
        }
        if (data.folder().custom().given()) {
            throw new ConfigException("data.photos and data.labels are parts of a folder: set data (or --data) to it");
        }
        // Splits differ by their seed; it is not the training's, so that all trainings have the same scenes.
        TrainingOptions.Image image = options.image();
        return new SceneDataset(
                SCENES + "/" + split,
                split.hashCode(),
                data.count().orElse(SCENE_COUNT),
                image.loadWidth(),
                image.loadHeight());
    }

    /**
     * The files of a folder's split; of the one to learn from as many as the settings ask for, of any other all.
     *
     * @throws ConfigException if the settings name the files of one split and {@code split} is another
     */
    public static FolderFiles files(Path folder, String split, TrainingOptions options) {
        TrainingOptions.Data data = options.data();
        boolean learned = split.equals(data.split());
        if (!learned && data.folder().hasOneSplit()) {
            throw new ConfigException(
                    "%s has no split '%s' beside '%s': data.photos=%s and data.labels=%s name the same files for any; write {split} where its name belongs, such as photos/{split}"
                            .formatted(
                                    folder,
                                    split,
                                    data.split(),
                                    data.folder().custom().photos(),
                                    data.folder().custom().labels()));
        }
        FolderFiles files = Layouts.find(folder, split, data.folder());
        if (options.image().instances()
                && !files.pairs().isEmpty()
                && files.pairs().stream().allMatch(DataSource::lacksInstances)) {
            throw new ConfigException("image.instances is true but %s has no instance maps in layout '%s'"
                    .formatted(files.name(), files.layout()));
        }
        return learned && data.count().isPresent() ? files.first(data.count().getAsInt()) : files;
    }

    private static boolean lacksInstances(PairedFiles pair) {
        return pair.instances() == null;
    }
}
