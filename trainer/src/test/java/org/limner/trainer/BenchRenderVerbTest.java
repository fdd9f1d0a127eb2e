package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Architecture.Input;
import org.limner.schemas.bundle.Architecture.Normalization;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.bundle.TrainingRecord;
import org.limner.trainer.bundle.BundleContents;
import org.limner.trainer.bundle.BundleWriter;
import org.limner.trainer.bundle.SampleMask;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.ClassTables;
import org.limner.trainer.onnx.LivelyWeights;

/**
 * What could go wrong: times of one graph under the other's name, a difference that is never computed, masks or styles that
 * differ between graphs, mistakes that are measured instead of refused.
 */
class BenchRenderVerbTest {
    private static final double PARITY = 1e-4;

    private static final List<String> TINY = List.of(
            "image.width=64",
            "image.height=64",
            "load.width=64",
            "load.height=64",
            "generator.ngf=2",
            "generator.hidden=8",
            "generator.style-size=8");

    @TempDir
    Path folder;

    private Path labels;
    private Path instances;

    @BeforeEach
    void drawTwoMasks() throws IOException {
        labels = Files.createDirectory(folder.resolve("labels"));
        instances = Files.createDirectory(folder.resolve("instances"));
        for (int i = 0; i < 2; i++) {
            draw(labels.resolve("mask" + i + ".png"), 80, 72, 90 * i, 91 * (i + 1) - 1);
            draw(instances.resolve("mask" + i + ".png"), 80, 72, 1, 2);
        }
    }

    /** A disc of one value on another. */
    private static void draw(Path file, int width, int height, int ground, int disc) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = Math.hypot(x - width / 2.0, y - height / 2.0) < height / 3.0;
                image.getRaster().setSample(x, y, 0, inside ? disc : ground);
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }

    @Test
    void eachNumberOfStylesIsALineOfJson() throws IOException {
        VerbRun run = tiny("--masks", labels, "--instances", instances, "--styles", "1,3", "--rounds", "2", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode line = new ObjectMapper().readTree(lines.get(i));
            List<String> names = new ArrayList<>();
            line.fieldNames().forEachRemaining(names::add);
            assertThat(names)
                    .startsWith(
                            "styles", "ratio_geomean", "plain_median_s", "window_median_s", "max_abs_diff", "masks");
            assertThat(line.path("styles").asInt()).isEqualTo(i == 0 ? 1 : 3);
            assertThat(line.path("masks").asInt()).isEqualTo(2);
            assertThat(line.path("plain_median_s").asDouble()).isPositive();
            assertThat(line.path("window_median_s").asDouble()).isPositive();
            assertThat(line.path("max_abs_diff").asDouble()).isPositive().isLessThan(PARITY);
            double least = line.path("ratio_min").asDouble();
            double most = line.path("ratio_max").asDouble();
            assertThat(line.path("ratio_geomean").asDouble()).isCloseTo(Math.sqrt(least * most), within(1e-9));
            assertThat(line.path("tables_median_s").asDouble()).isPositive();
            assertThat(line.path("distinct_windows").path("64").asDouble()).isBetween(0.001, 0.2);
            if (Files.isReadable(Path.of("/proc/self/status"))) {
                assertThat(line.path("peak_rss_plain_mib").asDouble()).isGreaterThan(20); // a JVM alone
                assertThat(line.path("peak_rss_window_mib").asDouble()).isGreaterThan(20);
            } else {
                assertThat(line.path("peak_rss_plain_mib").isNull()).isTrue();
            }
        }
    }

    @Test
    void aTableForPeopleNamesEveryMask() {
        VerbRun run = tiny("--masks", labels, "--instances", instances, "--rounds", "1", "--skip-memory");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("2 masks, 1 rounds after one to warm up", "created sessions: plain ", "1 style ")
                .containsPattern("mask0 +\\d+\\.\\d{3} s +\\d+\\.\\d{3} s +\\d+\\.\\d{2} ")
                .containsPattern("mask1 +\\d+\\.\\d{3} s")
                .doesNotContain("RSS");
    }

    /** Hardly a window repeats, and the graphs still paint the same. */
    @Test
    void theWorstMaskIsDrawn() throws IOException {
        VerbRun run = tiny("--masks", "checkerboard", "--count", "1", "--rounds", "1", "--skip-memory", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode line = new ObjectMapper().readTree(run.out());
        assertThat(line.path("masks").asInt()).isEqualTo(1);
        assertThat(line.path("max_abs_diff").asDouble()).isPositive().isLessThan(PARITY);
        line.path("distinct_windows")
                .forEach(part -> assertThat(part.asDouble()).isEqualTo(1));
        assertThat(line.path("ratio_geomean").asDouble())
                .isCloseTo(
                        line.path("plain_median_s").asDouble()
                                / line.path("window_median_s").asDouble(),
                        within(1e-9));
    }

    @Test
    void presetsOfOtherSizesAreRenderedToo() throws IOException {
        VerbRun run = tinyOf(
                "cityscapes", "--set", "image.width=128", "--count", "1", "--rounds", "1", "--skip-memory", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode line = new ObjectMapper().readTree(run.out());
        assertThat(line.path("max_abs_diff").asDouble()).isPositive().isLessThan(PARITY);
        assertThat(line.path("distinct_windows").has("2")).isTrue(); // six doublings
    }

    @Test
    void bundlesAreMeasuredAloneAndAgainstEachOther() throws IOException {
        Path first = bundle("first", Conditioning.ONE_HOT, 64, 1);
        Path second = bundle("second", Conditioning.LABEL_WINDOW, 64, 1);
        Path third = bundle("third", Conditioning.LABEL_WINDOW, 64, 2);

        VerbRun alone = VerbRun.of("bench", "render", "--bundle", second, "--rounds", "1", "--skip-memory", "--json");
        assertThat(alone.exitCode()).as(alone.err()).isZero();
        JsonNode single = new ObjectMapper().readTree(alone.out());
        assertThat(single.path("bundle_median_s").asDouble()).isPositive();
        assertThat(single.has("ratio_geomean")).isFalse();

        JsonNode same = against(first, second);
        assertThat(same.path("first_median_s").asDouble()).isPositive();
        assertThat(same.path("second_median_s").asDouble()).isPositive();
        assertThat(same.path("max_abs_diff").asDouble()).isPositive().isLessThan(PARITY);
        assertThat(against(first, third).path("max_abs_diff").asDouble()).isGreaterThan(0.01); // other weights
    }

    private static JsonNode against(Path first, Path second) throws IOException {
        VerbRun run = VerbRun.of(
                "bench", "render", "--bundle", first, "--bundle", second, "--rounds", "1", "--skip-memory", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void refusesBundlesThatReadDifferentMasks() throws IOException {
        Path small = bundle("small", Conditioning.ONE_HOT, 64, 1);
        Path large = bundle("large", Conditioning.ONE_HOT, 96, 1);

        VerbRun run = VerbRun.of("bench", "render", "--bundle", small, "--bundle", large);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("their size differ: 64 x 64 and 96 x 96");

        VerbRun none = VerbRun.of("bench", "render", "--bundle", labels);
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(none.err()).contains("is no bundle: bundle.json is missing");
    }

    private Path bundle(String name, Conditioning conditioning, int size, long seed) throws IOException {
        ClassTable classes = ClassTables.facades();
        Architecture architecture = new Architecture(Input.STYLE, Upsampling.NORMAL, 3, Normalization.BATCH, 4, 2);
        GeneratorShape shape = new GeneratorShape(architecture, classes.channels(), size, size, 6);
        BundleContents contents = new BundleContents(
                name,
                1,
                shape,
                classes,
                false,
                LivelyWeights.generator(shape, seed),
                Optional.empty(),
                conditioning,
                Precision.FP32,
                "CC0-1.0",
                new TrainingRecord("trained", "none", "none", seed, 0, 0, Map.of()),
                List.of(SampleMask.drawn(classes, shape)));
        Path out = folder.resolve(name);
        new BundleWriter(false, false).write(contents, out);
        return out;
    }

    @Test
    void refusesMasksThatItCannotRender() throws IOException {
        refused(3, "nowhere: there is no such folder", "--masks", folder.resolve("nowhere"), "--instances", instances);
        refused(
                3,
                "has no maps in it",
                "--masks",
                Files.createDirectory(folder.resolve("empty")),
                "--instances",
                instances);

        draw(labels.resolve("mask2.png"), 80, 72, 0, 1);
        refused(3, "no instance map for 1 of 3 masks: mask2", "--masks", labels, "--instances", instances);

        draw(instances.resolve("mask2.png"), 80, 70, 0, 1);
        refused(3, "mask2.png is 80 x 72 but its instance map is 80 x 70", "--masks", labels, "--instances", instances);

        draw(labels.resolve("mask2.png"), 80, 72, 0, 182);
        draw(instances.resolve("mask2.png"), 80, 72, 0, 1);
        refused(
                3,
                "mask2.png has label 182 at (34, 13) but 'COCO-Stuff' has 182 labels and void 255",
                "--masks",
                labels,
                "--instances",
                instances);
    }

    @Test
    void refusesGeneratorsThatItCannotCompare() {
        refused(3, "there is no label-window graph of this generator", "--set", "generator.normalization=instance");
        VerbRun unknown = VerbRun.of("bench", "render", "--arch", "coca");
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.err()).contains("did you mean 'coco'?");
        VerbRun unnamed = VerbRun.of("bench", "render", "--arch", "custom");
        assertThat(unnamed.exitCode()).isEqualTo(3);
        assertThat(unnamed.err()).contains("--set data.label-count=N");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--styles 0 | --styles must be numbers from 1 up, not 0",
                "--styles 1,x | is not an int",
                "--rounds 0 | --rounds and --count must be at least 1",
                "--masks . | --instances says where the instance maps are",
                "--instances . | --instances goes with a folder of --masks",
                "--bundle . | either --arch or --bundle says what renders",
                "--styles 2 --set generator.input=label | this generator reads no style, so a mask has one image"
            })
    void refusesArgumentsThatMakeNoSense(String arguments, String why) {
        refused(2, why, (Object[]) arguments.split(" "));
    }

    private static void refused(int exitCode, String why, Object... arguments) {
        VerbRun run = tiny(arguments);
        assertThat(run.err()).contains(why);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    private static VerbRun tiny(Object... arguments) {
        return tinyOf("coco", arguments);
    }

    private static VerbRun tinyOf(String preset, Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("bench", "render", "--arch", preset, "--threads", "1"));
        for (String setting : TINY) {
            words.add("--set");
            words.add(setting);
        }
        words.addAll(List.of(arguments));
        return VerbRun.of(words.toArray());
    }
}
