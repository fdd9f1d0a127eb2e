package org.limner.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.codec.JobFingerprint;
import org.limner.schemas.codec.ResultCodec;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Output.Delivery;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.fixture.FlatColorGenerator;
import org.limner.worker.fixture.Jobs;
import org.limner.worker.fixture.Pictures;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.generator.GeneratorRuntime;
import org.limner.worker.image.JpegWriter;
import org.limner.worker.image.PngWriter;
import org.limner.worker.image.RgbImage;
import org.limner.worker.store.FileResultStore;
import org.limner.worker.store.PayloadReader;
import org.limner.worker.store.ResultStore;
import org.limner.worker.store.Stores;

/** What can go wrong: images that are nowhere, in the store although nobody wants them there, or too large for a message. */
class ImagePublicationTest {
    private static final List<RgbImage> PICTURES = List.of(Pictures.waves(1, 64, 32), Pictures.waves(2, 64, 32));
    private static final byte[] FIRST = new PngWriter().write(PICTURES.get(0));

    @TempDir
    private Path folder;

    private Path objects;
    private ModelBundle bundle;

    @BeforeEach
    void storeAndBundle() throws IOException {
        objects = Files.createDirectories(folder.resolve("objects"));
        bundle = TinyBundle.DEFAULT.write(folder.resolve("tiny"));
    }

    @Test
    void imagesThatFitTravelInTheResult() throws Exception {
        List<RenderedImage> images = publication(ResultLimits.DEFAULT).publish(job(Delivery.AUTO), PICTURES);

        assertThat(images).extracting(RenderedImage::data).hasOnlyElementsOfType(Payload.Inline.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void imagesGoToTheStoreWhenTheJobSaysSo() throws Exception {
        PreparedJob job = job(Delivery.STORE);

        List<RenderedImage> images = publication(ResultLimits.DEFAULT).publish(job, PICTURES);

        String fingerprint = JobFingerprint.of(job.job(), bundle.digest());
        for (int i = 0; i < 2; i++) {
            RenderedImage image = images.get(i);
            Payload.Reference reference = (Payload.Reference) image.data();
            byte[] file = Files.readAllBytes(Path.of(reference.uri()));
            assertThat(file).isEqualTo(new PngWriter().write(PICTURES.get(i)));
            assertThat(reference.sha256()).isEqualTo(image.sha256()).isEqualTo(Digests.sha256(file));
            assertThat(reference.bytes()).isEqualTo(image.bytes()).isEqualTo(file.length);
            assertThat(reference.mediaType()).isEqualTo("image/png");
            assertThat(objects.relativize(Path.of(reference.uri())))
                    .hasToString(fingerprint + "/" + i + "-" + image.sha256() + ".png");
            assertThat(image.seed()).hasValue(7 + i);
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void theSameJobGivesTheSamePlaces() throws Exception {
        ImagePublication publication = publication(ResultLimits.DEFAULT);

        assertThat(publication.publish(job(Delivery.STORE), PICTURES))
                .isEqualTo(publication.publish(job(Delivery.STORE), PICTURES));
        assertThat(files()).hasSize(2);
    }

    @Test
    void allImagesGoToTheStoreWhenOneIsTooLarge() throws Exception {
        ResultLimits limits = new ResultLimits(FIRST.length - 1, 1_000_000);

        List<RenderedImage> images = publication(limits).publish(job(Delivery.AUTO), PICTURES);

        assertThat(images).extracting(RenderedImage::data).hasOnlyElementsOfType(Payload.Reference.class);
        assertThat(files()).hasSize(2);
    }

    /** At every limit: inline and the result fits, or in the store. */
    @Test
    void whatIsInlineFitsWithEverythingAroundIt() throws Exception {
        PreparedJob job = job(Delivery.AUTO, Collections.nCopies(16, "\u0001".repeat(256)));
        int base64 = PICTURES.stream()
                .mapToInt(picture -> (new PngWriter().write(picture).length + 2) / 3 * 4)
                .sum();
        boolean inline = false;
        boolean stored = false;
        for (int limit = base64; limit < base64 + 60_000; limit += 997) {
            ResultLimits limits = new ResultLimits(1_000_000, limit);
            List<RenderedImage> images = publication(limits).publish(job, PICTURES);
            ResultEncoding.Encoded encoded =
                    new ResultEncoding(new ResultCodec(), "worker", limits).encode(succeeded(job, images));
            if (images.get(0).data() instanceof Payload.Inline) {
                inline = true;
                assertThat(encoded.result().status()).as("limit %d", limit).isEqualTo(ResultStatus.SUCCEEDED);
            } else {
                stored = true;
                assertThat(inline).as("limit %d", limit).isFalse();
            }
        }
        assertThat(inline && stored).isTrue();
    }

    @Test
    void imagesTheJobWantsInlineNeverGoToTheStore() throws Exception {
        ResultLimits limits = new ResultLimits(FIRST.length - 1, 1_000_000);

        assertThatThrownBy(() -> publication(limits).publish(job(Delivery.INLINE), PICTURES))
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE))
                .hasMessageEndingWith("the job wants them inline. Ask for delivery auto, image/jpeg or fewer styles");
        assertThat(files()).isEmpty();
    }

    @Test
    void filesAreNamedAfterTheirFormat() throws Exception {
        PreparedJob job = prepared(
                Jobs.withOutput(Jobs.striped(7, 8), new Output(ImageFormat.JPEG, 90, Delivery.STORE)), List.of());

        Payload.Reference reference = (Payload.Reference)
                publication(ResultLimits.DEFAULT).publish(job, PICTURES).get(0).data();

        assertThat(reference.uri().toString()).endsWith(".jpg");
        assertThat(reference.mediaType()).isEqualTo("image/jpeg");
        assertThat(Path.of(reference.uri())).hasBinaryContent(new JpegWriter().write(PICTURES.get(0), 90));
    }

    @Test
    void aStoreThatFailsIsSaid() {
        ResultStore broken = (key, file, mediaType) -> {
            throw new StoreFailedException("the disk is full", null);
        };

        assertThatThrownBy(() -> new ImagePublication(ResultLimits.DEFAULT, Optional.of(broken))
                        .publish(job(Delivery.STORE), PICTURES))
                .isInstanceOf(StoreFailedException.class);
    }

    private ImagePublication publication(ResultLimits limits) {
        return new ImagePublication(limits, Optional.of(new FileResultStore(objects)));
    }

    private PreparedJob job(Delivery delivery) throws Exception {
        return job(delivery, List.of("tag"));
    }

    private PreparedJob job(Delivery delivery, List<String> tags) throws Exception {
        return prepared(Jobs.withOutput(Jobs.striped(7, 8), new Output(ImageFormat.PNG, 90, delivery)), tags);
    }

    private PreparedJob prepared(RenderJob job, List<String> tags) throws Exception {
        RenderJob tagged = new RenderJob(
                job.id(),
                job.model(),
                job.mask(),
                job.instances(),
                job.styles(),
                job.output(),
                tags,
                job.deadline(),
                job.traceparent());
        return new JobPreparation(
                        BundleRepository.load(folder.resolve("tiny")),
                        any -> new FlatColorGenerator(bundle.manifest()),
                        any -> Optional.empty(),
                        JobLimits.DEFAULT,
                        new Stores(PayloadReader.INLINE_ONLY, Optional.of(new FileResultStore(objects))))
                .prepare(tagged);
    }

    private static RenderResult succeeded(PreparedJob job, List<RenderedImage> images) {
        return new RenderResult(
                job.job().id(),
                ResultStatus.SUCCEEDED,
                images,
                Optional.empty(),
                Optional.of(job.provenance(new GeneratorRuntime("flat colors", "cpu"), 2, "worker")),
                Timing.NONE,
                job.job().tags(),
                Optional.empty());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(objects)) {
            return new ArrayList<>(paths.filter(Files::isRegularFile).toList());
        }
    }
}
