package org.limner.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.Provenance;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;
import org.limner.schemas.seed.GaussianStream;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.fixture.FlatColorGenerator;
import org.limner.worker.fixture.Jobs;
import org.limner.worker.fixture.Pictures;
import org.limner.worker.fixture.PngFile;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.generator.BundleSessions;
import org.limner.worker.generator.Device;
import org.limner.worker.generator.SessionSettings;
import org.limner.worker.image.PhotoDecoder;
import org.limner.worker.image.PngWriter;
import org.limner.worker.image.RgbImage;

/** From a job to image files, with a generator of flat colours pixel by pixel and with a real session. */
class JobRendererTest {
    @TempDir
    private Path folder;

    private final PhotoDecoder decoder = new PhotoDecoder(JobLimits.DEFAULT);

    @Test
    void everyPixelOfEveryImageIsTheOneTheJobMeans() throws Exception {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        FlatColorGenerator generator = new FlatColorGenerator(bundle.manifest());
        JobRenderer renderer = renderer(generator, 2);

        RenderedJob rendered =
                renderer.render(Jobs.withStyles(Jobs.striped(), List.of(vector(0), vector(40), vector(-40))));
        List<RenderedImage> images =
                new ImagePublication(ResultLimits.DEFAULT).publish(rendered.job(), rendered.pictures());

        assertThat(generator.batchSizes()).containsExactly(2, 1);
        assertThat(images).extracting(RenderedImage::style).containsExactly(0, 1, 2);
        int[] shifts = {0, 40, -40};
        for (RenderedImage image : images) {
            RgbImage picture = decoder.decode(bytes(image));
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 64; x++) {
                    int color = y < 8 ? 0 : TinyBundle.LABELS.get(x / 16).rgb(); // 8 x 4 pixels, enlarged eightfold
                    int blue = Math.max(0, Math.min(255, (color & 0xFF) + shifts[image.style()]));
                    assertThat(picture.rgb(x, y))
                            .as("image %d (%d, %d)", image.style(), x, y)
                            .isEqualTo(color & 0xFFFF00 | blue);
                }
            }
        }
    }

    @Test
    void imagesSayWhatTheyAre() throws Exception {
        TinyBundle.DEFAULT.write(folder);
        ModelBundle bundle = BundleRepository.load(folder).bundles().get(0);
        RenderedJob rendered =
                renderer(new FlatColorGenerator(bundle.manifest()), 8).render(Jobs.striped(7, 8));

        List<RenderedImage> images =
                new ImagePublication(ResultLimits.DEFAULT).publish(rendered.job(), rendered.pictures());

        RenderedImage second = images.get(1);
        assertThat(second.format()).isEqualTo(ImageFormat.PNG);
        assertThat(second.widthPixels()).isEqualTo(64);
        assertThat(second.heightPixels()).isEqualTo(32);
        assertThat(second.sha256()).isEqualTo(Digests.sha256(bytes(second)));
        assertThat(second.bytes()).isEqualTo(bytes(second).length);
        assertThat(second.seed()).hasValue(8);
        assertThat(second.styleDigest()).contains(GaussianStream.digest(GaussianStream.sample(8, 8)));
        assertThat(rendered.provenance())
                .isEqualTo(new Provenance("tiny", 1, bundle.digest(), "flat colors", "cpu", "fp32", 2, "test"));
    }

    @Test
    void jpegWhereTheJobAsksForIt() throws Exception {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        RenderedJob rendered = renderer(new FlatColorGenerator(bundle.manifest()), 8)
                .render(Jobs.withOutput(Jobs.striped(7), Jobs.JPEG));

        RenderedImage image = new ImagePublication(ResultLimits.DEFAULT)
                .publish(rendered.job(), rendered.pictures())
                .get(0);

        assertThat(image.format()).isEqualTo(ImageFormat.JPEG);
        assertThat(Pictures.largestDifference(
                        decoder.decode(bytes(image)), rendered.pictures().get(0)))
                .isBetween(1, 60);
    }

    @Test
    void tooLargeImageIsRefusedWithItsSize() throws Exception {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        RenderedJob rendered =
                renderer(new FlatColorGenerator(bundle.manifest()), 8).render(Jobs.striped(7, 8));
        List<RgbImage> pictures = List.of(Pictures.waves(1, 64, 32), Pictures.waves(2, 64, 32));
        int bytes = new PngWriter().write(pictures.get(0)).length;

        assertThatThrownBy(() ->
                        new ImagePublication(new ResultLimits(bytes - 1, 100_000)).publish(rendered.job(), pictures))
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE))
                .hasMessage("image 0 of 64 x 32 has " + bytes + " bytes as image/png but at most " + (bytes - 1)
                        + " travel in a result; there is no store. Ask for image/jpeg or fewer styles");
        assertThatThrownBy(() ->
                        new ImagePublication(new ResultLimits(bytes * 2, bytes * 2)).publish(rendered.job(), pictures))
                .hasMessageContaining("the first 2 of 2 images take");
    }

    @Test
    void tooLargeResultBecomesAFailedOne() throws Exception {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        RenderedJob rendered =
                renderer(new FlatColorGenerator(bundle.manifest()), 8).render(Jobs.striped(7));
        List<RenderedImage> images =
                new ImagePublication(ResultLimits.DEFAULT).publish(rendered.job(), rendered.pictures());
        RenderResult result = new RenderResult(
                rendered.job().job().id(),
                ResultStatus.SUCCEEDED,
                images,
                Optional.empty(),
                Optional.of(rendered.provenance()),
                Timing.NONE,
                List.of("tag"),
                Optional.empty());
        ResultCodec codec = new ResultCodec();
        int bytes = codec.encode(result, "worker").value().length;

        ResultEncoding.Encoded fits =
                new ResultEncoding(codec, "worker", new ResultLimits(bytes, bytes)).encode(result);
        ResultEncoding.Encoded tooLarge =
                new ResultEncoding(codec, "worker", new ResultLimits(bytes, bytes - 1)).encode(result);

        assertThat(fits.result()).isSameAs(result);
        assertThat(tooLarge.result().status()).isEqualTo(ResultStatus.FAILED);
        assertThat(tooLarge.result().images()).isEmpty();
        assertThat(tooLarge.result().tags()).containsExactly("tag");
        assertThat(tooLarge.result().error().orElseThrow().message())
                .startsWith("the result with its 1 images has " + bytes + " bytes but at most " + (bytes - 1));
        assertThat(tooLarge.record().value().length).isLessThan(bytes);
    }

    @Test
    void realSessionRendersSeedsAndPhotographs() throws Exception {
        TinyBundle.DEFAULT.write(folder);
        BundleRepository bundles = BundleRepository.load(folder);
        try (BundleSessions sessions = BundleSessions.open(bundles, new SessionSettings(new Device.Cpu(), 1))) {
            JobRenderer renderer = new JobRenderer(
                    new JobPreparation(bundles, sessions::generator, sessions::encoder, JobLimits.DEFAULT),
                    sessions::generator,
                    3,
                    "test");
            Style photograph = new Style.Encoded(
                    new Payload.Inline(new PngWriter().write(Pictures.flat(0xFFFFFF, 9, 9))),
                    false,
                    OptionalLong.empty());

            RenderedJob rendered = renderer.render(Jobs.withStyles(
                    Jobs.striped(),
                    List.of(
                            Jobs.seeded(1),
                            Jobs.seeded(2),
                            photograph,
                            new Style.Vector(new float[8]),
                            Jobs.seeded(1))));

            List<RgbImage> pictures = rendered.pictures();
            assertThat(pictures.get(0)).isEqualTo(pictures.get(4)).isNotEqualTo(pictures.get(1));
            assertThat(pictures.get(3).rgb(0, 31)).isEqualTo(0x87b5d8); // z = 0: sky as it is
            assertThat(pictures.get(2).rgb(0, 31) >> 16).isGreaterThan(0x87); // z from white: brighter
            assertThat(rendered.provenance().batchSize()).isEqualTo(3);
        }
    }

    /** A picture to look at: {@code src/test/resources/golden}. Its style: seed 7. */
    @Test
    void goldenMaskGivesTheGoldenPicture() throws Exception {
        TinyBundle.DEFAULT.withSize(32, 32).write(folder);
        BundleRepository bundles = BundleRepository.load(folder);
        try (BundleSessions sessions = BundleSessions.open(bundles, new SessionSettings(new Device.Cpu(), 1))) {
            JobRenderer renderer = new JobRenderer(
                    new JobPreparation(bundles, sessions::generator, sessions::encoder, JobLimits.DEFAULT),
                    sessions::generator,
                    1,
                    "test");

            RgbImage picture = renderer.render(
                            Jobs.withMask(Jobs.striped(7), new Payload.Inline(resource("coast-mask.png"))))
                    .pictures()
                    .get(0);

            Path rendered = Files.write(Path.of("target", "coast-seed-7.png"), new PngWriter().write(picture));
            // 1 of 255: processors differ in the last bit of a sum, and the value is cut off, not rounded
            assertThat(Pictures.largestDifference(picture, decoder.decode(resource("coast-seed-7.png"))))
                    .as("rendered picture is %s", rendered.toAbsolutePath())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void jobOfManyStylesIsRenderedInChunks() throws Exception {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        FlatColorGenerator generator = new FlatColorGenerator(bundle.manifest());

        RenderedJob rendered = renderer(generator, 24)
                .render(Jobs.striped(LongStream.range(0, 64).toArray()));

        assertThat(generator.batchSizes()).containsExactly(24, 24, 16);
        assertThat(rendered.pictures()).hasSize(64);
    }

    @Test
    void rejectedJobIsNotRendered() throws Exception {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        FlatColorGenerator generator = new FlatColorGenerator(bundle.manifest());

        assertThatThrownBy(() -> renderer(generator, 1)
                        .render(Jobs.withMask(Jobs.striped(1, 2), new Payload.Inline(PngFile.grey(1, 1, 77)))))
                .isInstanceOf(JobRejectedException.class);
        assertThat(generator.batchSizes()).isEmpty();
    }

    private JobRenderer renderer(FlatColorGenerator generator, int batchSize) {
        BundleRepository bundles = BundleRepository.load(folder);
        return new JobRenderer(
                new JobPreparation(bundles, bundle -> generator, bundle -> Optional.empty(), JobLimits.DEFAULT),
                bundle -> generator,
                batchSize,
                "test");
    }

    private static Style vector(float first) {
        float[] values = new float[8];
        values[0] = first;
        return new Style.Vector(values);
    }

    private static byte[] bytes(RenderedImage image) {
        return ((Payload.Inline) image.data()).bytes();
    }

    private static byte[] resource(String name) throws Exception {
        return Files.readAllBytes(
                Path.of(System.getProperty("limner.root"), "worker", "src", "test", "resources", "golden", name));
    }
}
