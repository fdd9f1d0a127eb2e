package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.DrawnFolder;
import org.limner.trainer.evaluation.FolderPictures;
import org.limner.trainer.evaluation.Selection;
import org.limner.trainer.evaluation.Shown;
import org.limner.trainer.evaluation.TinyNetworks;
import org.limner.trainer.training.RunFolder;

/**
 * From the command to the numbers, with networks of one layer whose answers are known. What could go wrong: numbers kept without
 * their protocol, or beside others that they cannot be compared with; a stack trace instead of a sentence.
 */
class EvaluateVerbTest {
    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;
    private static final int VOID = 255;

    @TempDir
    Path folder;

    private Path data;
    private Path segmenter;
    private Path features;

    /** Four photos, left red (road), right blue (sky), the last column void and green; 16 x 8. */
    @BeforeEach
    void draw() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        new ClassTable(
                        "two",
                        "none",
                        "here",
                        OptionalInt.of(VOID),
                        List.of(
                                new LabelClass(0, "road", "#ff0000"),
                                new LabelClass(1, "<b>sky</b>", "#0000ff"),
                                new LabelClass(2, "nowhere", "#00ff00")),
                        Map.of())
                .write(data.resolve("classes.json"));
        for (int n = 0; n < 4; n++) {
            BufferedImage photo = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
            BufferedImage labels = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 16; x++) {
                    int label = x == 15 ? VOID : x < 8 + n ? 0 : 1;
                    photo.setRGB(x, y, label == VOID ? 0x00ff00 : label == 0 ? RED : BLUE);
                    labels.getRaster().setSample(x, y, 0, label);
                }
            }
            write(photo, data.resolve("val/images/street" + n + ".png"));
            write(labels, data.resolve("val/labels/street" + n + ".png"));
        }
        segmenter = TinyNetworks.nearestColor(folder.resolve("colors.onnx"), new int[] {RED, BLUE, 0x00ff00}, 0, 0);
        features = TinyNetworks.meanColor(folder.resolve("means.onnx"), 1);
    }

    private static void write(BufferedImage picture, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
    }

    @Test
    void photosReachEverythingAndTheNumbersCarryTheirProtocol() throws IOException {
        Path out = folder.resolve("out");

        VerbRun run = photos("--features", features, "--out", out, "--pictures", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("pixel accuracy, % +100.00")
                .containsPattern("mIoU, % +100.00")
                .containsPattern("Fréchet distance \\(means.onnx\\) +-?0.0")
                .contains("segmenter: " + segmenter + ", sha256 ");
        JsonNode line = only(out);
        assertThat(line.at("/numbers/meanIoU").doubleValue()).isEqualTo(100);
        assertThat(line.at("/numbers").has("iou.nowhere")).isFalse(); // the truth never has it
        assertThat(line.at("/protocol/images.count").textValue()).isEqualTo("4");
        assertThat(line.at("/protocol/images.sha256").textValue()).hasSize(64);
        assertThat(line.at("/protocol/segmenter.sha256").textValue()).hasSize(64);
        assertThat(line.at("/protocol/features.sha256").textValue()).hasSize(64);
        assertThat(line.at("/subject/kind").textValue()).isEqualTo("images");
        String page = Files.readString(out.resolve("evaluation.html"));
        assertThat(page).contains("&lt;b&gt;sky&lt;/b&gt;").doesNotContain("<b>sky");
        for (String picture :
                List.of("00000-mask.png", "00000-photo.jpg", "00002-images.png", "00002-images-seen.png")) {
            assertThat(page).contains("src=\"pictures/" + picture + "\"");
            assertThat(out.resolve("pictures/" + picture)).exists();
        }
    }

    @Test
    void keptProtocolRefusesOtherDataOtherNetworksAndOtherKernels() throws IOException {
        Path out = folder.resolve("out");
        assertThat(photos("--out", out).exitCode()).isZero();
        Path kept = out.resolve("protocol.properties");

        assertThat(photos("--protocol", kept, "--out", out).exitCode()).isZero();
        assertThat(Files.readAllLines(out.resolve("evaluation.jsonl"))).hasSize(2);

        Path other = TinyNetworks.nearestColor(folder.resolve("other.onnx"), new int[] {BLUE, RED, 0}, 0, 0);
        VerbRun otherNetwork =
                evaluate("--images", data.resolve("val/images"), "--protocol", kept, "--segmenter", other);
        assertThat(otherNetwork.exitCode()).isEqualTo(3);
        assertThat(otherNetwork.err()).contains("pins segmenter.sha256 = ").doesNotContain("\tat ");

        VerbRun otherKernel = photos("--out", out, "--set", "restore.kernel=nearest");
        assertThat(otherKernel.exitCode()).isEqualTo(3);
        assertThat(otherKernel.err())
                .contains(
                        "evaluation.jsonl, line 1 was measured with restore.kernel = bilinear-antialiased, now it is nearest");

        BufferedImage changed =
                ImageIO.read(data.resolve("val/images/street0.png").toFile());
        changed.setRGB(0, 0, 0xfe0000);
        write(changed, data.resolve("val/images/street0.png"));
        VerbRun otherData = photos("--protocol", kept);
        assertThat(otherData.exitCode()).isEqualTo(3);
        assertThat(otherData.err()).contains("pins images.sha256 = ");
        assertThat(Files.readAllLines(out.resolve("evaluation.jsonl"))).hasSize(2);
    }

    @Test
    void picturesOnTheirOwnHaveADistanceAndNoAccuracy() throws IOException {
        Path strangers = folder.resolve("strangers");
        for (int n = 0; n < 3; n++) {
            BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            grey.setRGB(n, 0, 0xffffff);
            write(grey, strangers.resolve(n + ".png"));
        }

        VerbRun distance = evaluate("--images", strangers, "--features", features);
        assertThat(distance.exitCode()).as(distance.err()).isZero();
        assertThat(distance.err()).contains("3 pictures in " + strangers + ", without labels");
        assertThat(distance.out()).contains("Fréchet distance (means.onnx)").doesNotContain("accuracy");

        VerbRun accuracy = evaluate("--images", strangers, "--segmenter", segmenter);
        assertThat(accuracy.exitCode()).isEqualTo(3);
        assertThat(accuracy.err()).contains("a segmenter needs pictures with labels");
    }

    @Test
    void refusesWhatCannotBeMeasuredWithTheNumbers() throws IOException {
        Path two = TinyNetworks.nearestColor(folder.resolve("two.onnx"), new int[] {RED, BLUE}, 0, 0);
        Path sized = TinyNetworks.nearestColor(folder.resolve("sized.onnx"), new int[] {RED, BLUE, 0}, 8, 16);
        Path infinite = TinyNetworks.meanColor(folder.resolve("infinite.onnx"), Float.NaN);
        Path incomplete = Files.createDirectories(folder.resolve("incomplete"));
        Files.copy(data.resolve("val/images/street1.png"), incomplete.resolve("street1.png"));

        refused(photos("--segmenter", two), "two.onnx tells 2 classes apart but 'two' has 3");
        refused(photos("--set", "segmenter.input=picture"), "segmenter.input = picture but", "image [?, 3, ?, ?]");
        refused(photos("--segmenter", sized, "--set", "segmenter.size=32x32"), "a height of 32 but", "made for 8");
        refused(photos("--segmenter", features), "means.onnx");
        refused(photos("--split", "test"), "no split 'test'");
        refused(photos("--segmenter", folder.resolve("none.onnx")), "there is no file");
        refused(photos("--features", features, "--set", "images.select=first 1"), "at least 2 pictures", "has 1");
        refused(photos("--features", infinite, "--set", "images.select=first 2"), "which is no number");
        refused(evaluate("--images", incomplete, "--segmenter", segmenter), "no picture for 3 of the 4 examples");
        refused(evaluate("--bundle", data), "is no bundle: bundle.json is missing");
        refused(photos("--set", "segmenter.kernal=area"), "did you mean 'segmenter.kernel'");
        Files.writeString(folder.resolve("broken.onnx"), "no graph");
        refused(photos("--segmenter", folder.resolve("broken.onnx")), "broken.onnx does not open");
    }

    private static void refused(VerbRun run, String... reasons) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains(reasons).doesNotContain("\tat ");
    }

    @Test
    void asksWhatIsMeasured() {
        assertThat(evaluate().exitCode()).isEqualTo(2);
        assertThat(evaluate("--images", data, "--bundle", data).exitCode()).isEqualTo(2);
        assertThat(evaluate("--images", data.resolve("val/images")).err()).contains("nothing to measure");
        assertThat(VerbRun.of("evaluate", "--images", data).exitCode()).isEqualTo(2); // --data
    }

    @Test
    void aBundleIsMeasuredWithItsStyles() throws IOException {
        Path bundle = Path.of(System.getProperty("limner.root"), "deploy/standalone/src/main/bundles/scenes");

        VerbRun run = VerbRun.of(
                "evaluate",
                "--bundle",
                bundle,
                "--data",
                "scenes",
                "--set",
                "images.select=first 3",
                "--set",
                "diversity.masks=1",
                "--set",
                "diversity.seeds=2",
                "--set",
                "batch-size=1",
                "--features",
                features,
                "--threads",
                "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("bundle  photos at 128 x 128")
                .containsPattern("KL, nats per sample +[0-9.]+")
                .containsPattern("active units of 64 +[0-9]+")
                .containsPattern("colour correlation with the encoded photo, red +-?[0-9.]+")
                .containsPattern("deviation over seeds, levels of 255 +[0-9.]+");
    }

    @Test
    void aTrainingKeepsItsBestCheckpointAndItsThreeGeneratorsAreMeasured() throws IOException {
        Path run = folder.resolve("run");
        List<Object> words = new ArrayList<>(List.of("train", "--out", run, "--threads", "1", "--epochs", "2"));
        for (String setting : List.of(
                "image.width=32",
                "image.height=32",
                "load.width=32",
                "load.height=32",
                "generator.ngf=1",
                "generator.hidden=2",
                "generator.style-size=2",
                "encoder.nef=1",
                "discriminator.ndf=2",
                "batch-size=2",
                "ema.batches=1",
                "data.count=2",
                "sample.seconds=0",
                "evaluation.metric=frechet",
                "evaluation.pictures=2",
                "evaluation.features=" + features)) {
            words.add("--set");
            words.add(setting);
        }
        VerbRun trained = VerbRun.of(words.toArray());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("the best so far: kept in best.safetensors");

        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.at("/about/metric").asText().equals("frechet")) {
                lines.add(node);
            }
        }
        assertThat(lines).hasSizeGreaterThanOrEqualTo(2);
        double least = lines.stream()
                .mapToDouble(line -> line.at("/metrics/frechetDistance").doubleValue())
                .min()
                .orElseThrow();
        JsonNode best = lines.stream()
                .filter(line -> line.at("/metrics/frechetDistance").doubleValue() == least)
                .findFirst()
                .orElseThrow();
        assertThat(RunFolder.open(run).best().position().step())
                .isEqualTo(best.get("step").longValue());

        VerbRun evaluated = VerbRun.of(
                "evaluate",
                "--run",
                run,
                "--best",
                "--features",
                features,
                "--threads",
                "1",
                "--set",
                "diversity.masks=1",
                "--set",
                "diversity.seeds=2",
                "--set",
                "batch-size=2");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).containsPattern("train-bn +eval-bn +ema +photos at 32 x 32");
        List<String> kept = Files.readAllLines(run.resolve("evaluation/evaluation.jsonl"));
        assertThat(kept).hasSize(4);
        assertThat(new ObjectMapper().readTree(kept.get(2)).at("/subject/step").longValue())
                .isEqualTo(best.get("step").longValue());
    }

    @Test
    void aBundleThatReadsInstancesGetsThoseOfTheData() throws IOException {
        drawInstances();
        Path bundle = folder.resolve("bundle");
        VerbRun trained = trained("image.instances=true");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        VerbRun exported = VerbRun.of("export", "--run", folder.resolve("run"), "--out", bundle);
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        Object[] words = {
            "--bundle", bundle, "--segmenter", segmenter, "--set", "style.metrics=false", "--set", "batch-size=2"
        };

        VerbRun measured = evaluate(words);
        assertThat(measured.exitCode()).as(measured.err()).isZero();
        assertThat(measured.out()).contains("pixel accuracy, %");

        Files.delete(data.resolve("val/instances/street2.png"));
        refused(evaluate(words), "no instance map for 1 of 4: street2");
    }

    @Test
    void aPhotoThatIsBrokenIsNeverMeasuredAsAnother() throws IOException {
        VerbRun trained = trained("data.broken=skip");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        new DrawnFolder(data).truncate(data.resolve("val/images/street1.png"));
        Path run = folder.resolve("run");

        refused(
                VerbRun.of("evaluate", "--run", run, "--segmenter", segmenter, "--threads", "1"),
                "street1.png cannot be decoded");
        refused(
                VerbRun.of(
                        "train",
                        "--resume",
                        run,
                        "--epochs",
                        "2",
                        "--threads",
                        "1",
                        "--set",
                        "evaluation.metric=frechet",
                        "--set",
                        "evaluation.features=" + features),
                "street1.png cannot be decoded");
    }

    private void drawInstances() throws IOException {
        int[] objects = new int[16 * 8];
        Arrays.fill(objects, 0, 60, 1);
        for (int n = 0; n < 4; n++) {
            new DrawnFolder(data).numbers("val/instances/street" + n + ".png", 16, objects);
        }
    }

    /** One step on the four photos. */
    private VerbRun trained(String... more) {
        List<Object> words = new ArrayList<>(List.of("train", "--out", folder.resolve("run"), "--threads", "1"));
        List<String> settings = new ArrayList<>(List.of(
                "data=" + data,
                "data.split=val",
                "image.width=32",
                "image.height=32",
                "load.width=32",
                "load.height=32",
                "generator.ngf=1",
                "generator.hidden=2",
                "generator.style-size=2",
                "encoder.nef=1",
                "discriminator.ndf=2",
                "batch-size=4",
                "ema.batches=1",
                "epochs=1",
                "decay-epochs=0"));
        settings.addAll(List.of(more));
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        return VerbRun.of(words.toArray());
    }

    @Test
    void readsAFolderAsAPersonSays() throws IOException {
        Files.delete(data.resolve("classes.json"));
        Files.move(data.resolve("val"), data.resolve("streets"));
        Path photos = data.resolve("streets/images");
        String[] words = {
            "--data-set",
            "data.photos=streets/images",
            "--data-set",
            "data.labels=streets/labels",
            "--data-set",
            "data.label-count=3",
            "--data-set",
            "data.void=255"
        };
        List<Object> all = new ArrayList<>(List.of("--images", photos, "--segmenter", segmenter));
        all.addAll(List.of(words));

        VerbRun run = evaluate(all.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("pixel accuracy, % +100.00");

        VerbRun other = photos("--data-set", "data.count=3");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("--data-set changes data.layout, ").contains("not 'data.count'");
    }

    @Test
    void refusesOptionsThatWouldHaveNoEffect() {
        Path photos = data.resolve("val/images");
        for (String[] words : new String[][] {
            {"--images", "--best"},
            {"--images", "--checkpoint", "some.safetensors"},
            {"--images", "--no-photos"},
            {"--images", "--device", "cpu"},
            {"--bundle", "--best"},
            {"--bundle", "--device", "cpu"},
            {"--bundle", "--checkpoint", "some.safetensors"}
        }) {
            List<Object> all = new ArrayList<>(List.of(words));
            all.add(1, photos);
            VerbRun run = evaluate(all.toArray());
            assertThat(run.exitCode()).as(all.toString()).isEqualTo(2);
            assertThat(run.err()).contains(words[1] + " means nothing to " + words[0]);
        }
    }

    @Test
    void countsPicturesOfAFolderAsThoseOfADataSet() throws IOException {
        Path strangers = folder.resolve("strangers");
        DrawnFolder drawn = new DrawnFolder(strangers);
        drawn.colors("street10.bmp", 2, RED, RED);
        drawn.colors("street2.bmp", 2, BLUE, BLUE);
        drawn.colors("street1.png", 2, RED, BLUE);

        FolderPictures pictures = FolderPictures.of(strangers, new Selection("all"));

        assertThat(pictures.pictures(0, 3))
                .extracting(Shown::name)
                .containsExactly("street1.png", "street2.bmp", "street10.bmp");
    }

    @Test
    void aMetricWithoutItsNetworkIsRefused() {
        VerbRun run = VerbRun.of("train", "--out", folder.resolve("run"), "--set", "evaluation.metric=miou");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("evaluation.metric = miou needs evaluation.segmenter");
    }

    private VerbRun photos(Object... more) {
        List<Object> words = new ArrayList<>(List.of("--images", data.resolve("val/images")));
        if (!List.of(more).contains("--segmenter")) {
            words.addAll(List.of("--segmenter", segmenter));
        }
        words.addAll(List.of(more));
        return evaluate(words.toArray());
    }

    private VerbRun evaluate(Object... more) {
        List<Object> words = new ArrayList<>(List.of("evaluate", "--data", data, "--threads", "1"));
        words.addAll(List.of(more));
        return VerbRun.of(words.toArray());
    }

    private static JsonNode only(Path out) throws IOException {
        List<String> lines = Files.readAllLines(out.resolve("evaluation.jsonl"));
        assertThat(lines).hasSize(1);
        return new ObjectMapper().readTree(lines.get(0));
    }
}
