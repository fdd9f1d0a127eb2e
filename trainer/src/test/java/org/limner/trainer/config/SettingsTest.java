package org.limner.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.dataset.PictureSize;
import org.limner.trainer.dataset.Preprocess;
import org.limner.trainer.loss.KullbackLeiblerLoss;
import org.limner.trainer.loss.PerceptualLoss;
import org.limner.trainer.network.ImageEncoder;

/** What could go wrong: a mistyped key that is ignored, a default nobody meant, a file that does not come back. */
class SettingsTest {
    @SuppressWarnings("unused") // named by @FieldSource
    private static final Iterable<String> PRESETS = Settings.PRESETS;

    @TempDir
    Path folder;

    @Test
    void beginsWithThePapersNumbers() {
        TrainingOptions options = TrainingOptions.of(Settings.defaults());

        assertThat(options.network().architecture().ngf()).isEqualTo(64);
        assertThat(options.network().architecture().hidden()).isEqualTo(128);
        assertThat(options.network().styleSize()).isEqualTo(256);
        assertThat(options.optimizer().learningRate()).isEqualTo(2e-4);
        assertThat(options.optimizer().beta1()).isEqualTo(0);
        assertThat(options.optimizer().beta2()).isEqualTo(0.9f);
        assertThat(options.loss().featureMatching()).isEqualTo(10);
        assertThat(options.loss().kl()).isEqualTo(0.05f);
    }

    @Test
    void acceptsEveryDefault() {
        for (Setting setting : Setting.values()) {
            assertThat(setting.checked(setting.byDefault())).as(setting.key()).isEqualTo(setting.byDefault());
            assertThat(setting.meaning()).isNotBlank();
        }
    }

    @Test
    void givesEachSettingAKeyOfItsOwn() {
        assertThat(Arrays.stream(Setting.values()).map(Setting::key)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("PRESETS")
    void offersPresetsThatFitTogether(String preset) {
        TrainingOptions options = TrainingOptions.of(Settings.preset(preset));

        assertThat(options.generatorShape(12).inputChannels())
                .isEqualTo(options.image().instances() ? 13 : 12);
    }

    @ParameterizedTest
    @CsvSource({ // the reference's options and the paper's schedule: size, load, doublings, instances, batch, epochs
        "coco, 256 x 256, 286, 5, true, 32, 100, 0",
        "flickr-landscapes, 256 x 256, 286, 5, false, 32, 50, 0",
        "ade20k, 256 x 256, 286, 5, false, 32, 100, 100",
        "ade20k-outdoor, 256 x 256, 286, 5, false, 32, 100, 100",
        "facades, 256 x 256, 286, 5, false, 1, 50, 0",
        "custom, 256 x 256, 286, 5, false, 1, 50, 0"
    })
    void knowsTheReferencesData(
            String preset, String size, int load, int doublings, boolean instances, int batch, int full, int decay) {
        TrainingOptions options = TrainingOptions.of(Settings.preset(preset));

        assertThat(options.image().width() + " x " + options.image().height()).isEqualTo(size);
        assertThat(options.image().loadWidth()).isEqualTo(load);
        assertThat(options.image().loadHeight()).isEqualTo(load);
        assertThat(options.image().preprocess()).isEqualTo(Preprocess.RESIZE_AND_CROP);
        assertThat(options.image().instances()).isEqualTo(instances);
        assertThat(options.network().architecture().upsampling().doublings()).isEqualTo(doublings);
        assertThat(options.network().readsStyle()).isFalse();
        assertThat(options.optimizer().batchSize()).isEqualTo(batch);
        assertThat(options.length().epochs()).isEqualTo(full);
        assertThat(options.length().decayEpochs()).isEqualTo(decay);
    }

    @Test
    void resizesCityscapesToWhatItsGeneratorStartsFrom() {
        TrainingOptions options = TrainingOptions.of(Settings.preset("cityscapes"));

        assertThat(options.framing().loaded("a", new PictureSize(2048, 1024))).hasToString("512 x 256");
        assertThat(options.generatorShape(35).firstWidth()).isEqualTo(8);
        assertThat(options.generatorShape(35).firstHeight()).isEqualTo(4);
        assertThat(options.generatorShape(35).inputChannels()).isEqualTo(36);
    }

    @Test
    void limitsScenesAndFoldersAlikeOnlyWhenTold() {
        assertThat(TrainingOptions.of(Settings.defaults()).data().count()).isEmpty();
        assertThat(TrainingOptions.of(Settings.defaults().with("data.count=7"))
                        .data()
                        .count())
                .hasValue(7);
    }

    @ParameterizedTest
    @CsvSource({
        "image.random-scale=0.5..2, 1..1.2",
        "image.random-scale=1..x, 1..1.2",
        "image.random-scale=2..1.5, 1..1.2",
        "data.count=few, 'all'",
        "data.layout=citscapes, cityscapes",
        "image.preprocess=squash, scale-shortside",
        "data.void=255, data.label-count"
    })
    void saysWhatASettingOfTheDataCouldBe(String assignment, String possible) {
        assertThatThrownBy(() -> TrainingOptions.of(Settings.defaults().with(assignment)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(assignment.substring(0, assignment.indexOf('=')))
                .hasMessageContaining(possible);
    }

    @Test
    void readsARangeOfScales() {
        TrainingOptions options = TrainingOptions.of(Settings.defaults().with("image.random-scale=1..1.2"));

        assertThat(options.image().randomScale()).isEqualTo(new TrainingOptions.ScaleRange(1, 1.2));
        assertThat(options.framing().mostScale()).isEqualTo(1.2);
    }

    @ParameterizedTest
    @CsvSource({
        "scale-width, load.width=128",
        "scale-shortside, 'short side of 143 pixels, but that of the image is 128'"
    })
    void refusesALoadSizeThatIsNeitherCutNorTheImages(String preprocess, String hint) {
        assertThatThrownBy(() -> TrainingOptions.of(Settings.defaults().with("image.preprocess=" + preprocess)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(hint);
    }

    @Test
    void refusesARandomScaleWithoutACrop() {
        Settings settings = Settings.preset("cityscapes").with("image.random-scale=1..1.2");

        assertThatThrownBy(() -> TrainingOptions.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("image.preprocess=fixed");
    }

    @Test
    void followsTheReferenceWhereItIsToldTo() {
        Settings settings = Settings.preset("camvid").withParity("reference");
        TrainingOptions options = TrainingOptions.of(settings);

        assertThat(options.loss().klScaling()).isEqualTo(KullbackLeiblerLoss.Scaling.BATCH_SUM);
        assertThat(options.loss().perceptual().input()).isEqualTo(PerceptualLoss.Input.RAW);
        assertThat(options.length().decay()).isEqualTo(TrainingOptions.Decay.ONE_EPOCH_LATE);
        assertThat(options.network().encoderNormalization()).isEqualTo(ImageEncoder.Normalization.INSTANCE);
        assertThat(options.averaging().enabled()).isFalse();
        assertThat(options.image())
                .isEqualTo(TrainingOptions.of(Settings.preset("camvid")).image());
        assertThatThrownBy(() -> settings.withParity("refrence"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'refrence'; did you mean 'reference'?");
    }

    @Test
    void namesTheNearestPresetOfAMistypedOne() {
        assertThatThrownBy(() -> Settings.preset("camvit"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'camvit'; did you mean 'camvid'?");
    }

    @ParameterizedTest
    @CsvSource({
        "learning-rat, learning-rate",
        "generator.kernal, generator.kernel",
        "loss.feature, loss.feature-matching"
    })
    void namesTheNearestSettingOfAMistypedOne(String typed, String meant) {
        assertThatThrownBy(() -> Settings.defaults().with(typed + "=1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'" + typed + "'; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource({
        "batch-size=0, from 1",
        "batch-size=four, not a number",
        "generator.kernel=4, '1, 3, 5'",
        "generator.upsampling=much, 'normal, more, most'",
        "adam.beta2=NaN, from 0",
        "image.mirror=yes, 'true, false'"
    })
    void saysWhatAValueCouldBe(String assignment, String possible) {
        assertThatThrownBy(() -> Settings.defaults().with(assignment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(assignment.substring(0, assignment.indexOf('=')))
                .hasMessageContaining(possible);
    }

    @Test
    void refusesWhatIsNoAssignment() {
        assertThatThrownBy(() -> Settings.defaults().with("batch-size 4")).hasMessageContaining("key=value");
    }

    @Test
    void refusesASizeThatTheUpsamplingCannotReach() {
        Settings settings = Settings.defaults().with("image.width=96").with("generator.upsampling=more");

        assertThatThrownBy(() -> TrainingOptions.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("96 x 128")
                .hasMessageContaining("multiples of 64")
                .hasMessageContaining("image.width");
    }

    @Test
    void refusesALoadSizeBelowTheImage() {
        assertThatThrownBy(() -> TrainingOptions.of(Settings.defaults().with("load.height=96")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("143 x 96")
                .hasMessageContaining("128 x 128");
    }

    @Test
    void readsNoStyleWithLabelInput() {
        TrainingOptions options = TrainingOptions.of(Settings.defaults().with("generator.input=label"));

        assertThat(options.network().readsStyle()).isFalse();
        assertThat(options.generatorShape(5).styleSize()).isEqualTo(0);
    }

    @Test
    void comesBackFromItsFile() throws IOException {
        Settings settings = Settings.preset("camvid")
                .with("data=C:\\photos\\str\u00e4\u00dfe = 1")
                .with("generator.upsampling=MOST")
                .with("seed=9007199254740991");
        Path file = folder.resolve("config.properties");
        Files.writeString(file, settings.toProperties());

        Settings again = Settings.read(file);

        assertThat(again.differences(settings)).isEmpty();
        assertThat(again.text(Setting.DATA)).isEqualTo("C:\\photos\\str\u00e4\u00dfe = 1");
        assertThat(again.choice(Setting.UPSAMPLING, Upsampling.class)).isEqualTo(Upsampling.MOST);
    }

    @Test
    void namesTheFileOfAnUnknownKey() throws IOException {
        Path file = folder.resolve("config.properties");
        Files.writeString(file, "batchsize = 4\n");

        assertThatThrownBy(() -> Settings.read(file))
                .hasMessageContaining("config.properties")
                .hasMessageContaining("did you mean 'batch-size'?");
    }
}
