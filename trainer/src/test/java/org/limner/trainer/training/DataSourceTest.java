package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.DrawnFolder;

/** What could go wrong: a setting of the data that nobody reads. */
class DataSourceTest {
    @TempDir
    Path root;

    private DrawnFolder drawn;

    @BeforeEach
    void drawThreePairs() throws IOException {
        drawn = new DrawnFolder(root).twoClasses();
        for (int i = 0; i < 3; i++) {
            drawn.photo("train/images/" + i + ".png", 2, 1);
            drawn.numbers("train/labels/" + i + ".png", 2, 0, 1);
        }
    }

    @Test
    void takesTheFirstExamplesOfAFolder() {
        assertThat(DataSource.toLearn(options()).size()).isEqualTo(3);
        assertThat(DataSource.toLearn(options("data.count=2")).size()).isEqualTo(2);
    }

    @Test
    void looksAtAllExamplesWhereOnlyTheFirstAreLearnedFrom() throws IOException {
        for (int i = 0; i < 3; i++) {
            drawn.photo("val/images/" + i + ".png", 2, 1);
            drawn.numbers("val/labels/" + i + ".png", 2, 0, 1);
        }
        TrainingOptions options = options("data.count=1");

        assertThat(DataSource.toLearn(options).size()).isEqualTo(1);
        assertThat(DataSource.toLookAt(options).size()).isEqualTo(3);
        assertThat(DataSource.open(root.toString(), "val", options).size()).isEqualTo(3);
        assertThat(DataSource.open(root.toString(), "train", options).size()).isEqualTo(1);
    }

    @Test
    void showsNoFilesOfOneSplitAsThoseOfAnother() {
        String[] named = {"data.photos=train/images", "data.labels=train/labels"};
        TrainingOptions options = options(named);
        Dataset learned = DataSource.toLearn(options);

        assertThat(learned.size()).isEqualTo(3);
        assertThat(DataSource.toLookAt(options, learned)).isSameAs(learned);
        assertThat(DataSource.toLookAt(options).name()).isEqualTo(learned.name());
        assertThatThrownBy(() -> DataSource.open(root.toString(), "val", options))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no split 'val' beside 'train'")
                .hasMessageContaining("write {split} where its name belongs");
    }

    @Test
    void drawsTwentyThousandScenesUnlessTold() {
        assertThat(DataSource.toLearn(options("data=scenes")).size()).isEqualTo(20_000);
        assertThat(DataSource.toLearn(options("data=scenes", "data.count=5")).size())
                .isEqualTo(5);
    }

    @Test
    void looksAtWhatItLearnsFromWhereThereIsNothingElse() throws IOException {
        Dataset learned = DataSource.toLearn(options());

        assertThat(DataSource.toLookAt(options(), learned)).isSameAs(learned);
        drawn.photo("val/images/a.png", 2, 1);
        drawn.numbers("val/labels/a.png", 2, 0, 1);
        assertThat(DataSource.toLookAt(options(), learned).name()).endsWith("/val");
    }

    @Test
    void skipsWhatIsBrokenOnlyWhenTold() throws IOException {
        drawn.truncate(drawn.photo("train/images/1.png", 2, 1));

        assertThat(DataSource.toLearn(options("data.broken=skip")).example(1).name())
                .isNotEqualTo("train/1");
        assertThatThrownBy(() ->
                        DataSource.toLearn(options("data.broken=skip")).strict().example(1))
                .hasMessageContaining("1.png cannot be decoded");
        Dataset strict = DataSource.toLearn(options());
        assertThatThrownBy(() -> strict.example(1)).hasMessageContaining("1.png cannot be decoded");
    }

    @Test
    void refusesToReadInstancesThatAreNotThere() {
        assertThatThrownBy(() -> DataSource.toLearn(options("image.instances=true")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no instance maps in layout 'pairs'");
    }

    @Test
    void refusesPartsOfAFolderThatNobodyNamed() {
        assertThatThrownBy(() -> DataSource.toLearn(options("data=scenes", "data.photos=a", "data.labels=b")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set data (or --data)");
    }

    private TrainingOptions options(String... assignments) {
        Settings settings = Settings.defaults().with("data=" + root);
        for (String assignment : assignments) {
            settings = settings.with(assignment);
        }
        return TrainingOptions.of(settings);
    }
}
