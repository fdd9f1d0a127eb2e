package org.limner.worker.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.fixture.FlatColorGenerator;
import org.limner.worker.fixture.FlatColorGenerator.FlatMask;
import org.limner.worker.fixture.Jobs;
import org.limner.worker.fixture.PngFile;
import org.limner.worker.fixture.References;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.image.RgbImage;
import org.limner.worker.store.FileSource;
import org.limner.worker.store.PayloadReader;
import org.limner.worker.store.Stores;
import org.limner.worker.style.StyleEncoder;
import org.limner.worker.style.StyleEncoding;
import org.limner.worker.style.StyleVector;

/** Everything a client can get wrong, with the code, the sentence and the pointer it gets back. */
class JobPreparationTest {
    private static final Payload PHOTOGRAPH = new Payload.Inline(PngFile.grey(1, 1, 9));

    @TempDir
    private Path folder;

    private BundleRepository bundles;
    private JobPreparation preparation;

    @BeforeEach
    void threeBundles() {
        TinyBundle.DEFAULT.write(folder.resolve("tiny"));
        TinyBundle.DEFAULT.withName("instanced").withInstances().write(folder.resolve("instanced"));
        TinyBundle.DEFAULT.withName("plain").withoutStyle().write(folder.resolve("plain"));
        bundles = BundleRepository.load(folder);
        preparation = preparation(Stores.NONE);
    }

    private JobPreparation preparation(Stores stores) {
        return new JobPreparation(
                bundles,
                bundle -> new FlatColorGenerator(bundle.manifest()),
                bundle -> bundle.encoderFile().map(file -> new MeanEncoder()),
                JobLimits.DEFAULT,
                stores);
    }

    /** References are read from {@code root}. */
    private JobPreparation preparation(Path root) {
        PayloadReader payloads =
                new PayloadReader(Map.of("file", new FileSource(List.of(root))), 1000, Duration.ofSeconds(5));
        return preparation(new Stores(payloads, Optional.empty()));
    }

    @Test
    void readsMaskAndStylesInTheirOrder() throws Exception {
        PreparedJob job = preparation.prepare(Jobs.withStyles(
                Jobs.striped(),
                List.of(
                        Jobs.seeded(7),
                        new Style.Encoded(PHOTOGRAPH, false, OptionalLong.empty()),
                        new Style.Vector(new float[] {1, 2, 3, 4, 5, 6, 7, 8}))));

        assertThat(job.bundle().reference()).hasToString("tiny@1");
        FlatMask mask = (FlatMask) job.mask();
        assertThat(mask.labels().at(0, 0)).isEqualTo(4); // void
        assertThat(mask.labels().at(63, 31)).isEqualTo(3);
        assertThat(mask.edges()).isEmpty();
        assertThat(job.styles()).hasSize(3);
        assertThat(job.styles().get(0).seed()).hasValue(7);
        assertThat(job.styles().get(1).at(0)).isEqualTo(9);
        assertThat(job.styles().get(2).at(7)).isEqualTo(8);
        assertThat(job.requests()).hasSize(3).allSatisfy(request -> assertThat(request.mask())
                .isSameAs(mask));
    }

    @Test
    void bundleWithoutStyleMakesOneImage() throws Exception {
        PreparedJob job = preparation.prepare(Jobs.withModel(Jobs.striped(), ModelReference.newest("plain")));

        assertThat(job.styles()).containsExactly(StyleVector.NONE);
    }

    @Test
    void readsInstancesWhereTheBundleDoes() throws Exception {
        RenderJob job = Jobs.withInstances(
                Jobs.withModel(Jobs.striped(1), ModelReference.newest("instanced")),
                new Payload.Inline(new PngFile(8, 4, 16, PngFile.GREY, false, 0).write(new int[32])));

        assertThat(((FlatMask) preparation.prepare(job).mask()).edges()).isPresent();
    }

    @Test
    void refusesUnknownModelsByNameAndVersion() {
        assertRejected(
                Jobs.withModel(Jobs.striped(1), ModelReference.newest("coast")),
                "/model",
                ErrorCode.UNKNOWN_MODEL,
                "no bundle 'coast' here; there are instanced@1, plain@1, tiny@1");
        assertRejected(
                Jobs.withModel(Jobs.striped(1), new ModelReference("tiny", OptionalInt.of(2))),
                "/model",
                ErrorCode.UNKNOWN_MODEL,
                "no bundle 'tiny@2' here; there are instanced@1, plain@1, tiny@1");
    }

    @Test
    void refusesMasksThatAreNone() {
        assertMaskRejected(
                "no png".getBytes(UTF_8),
                ErrorCode.UNREADABLE_IMAGE,
                "not a PNG file but 6 bytes that begin with 6e6f20706e67");
        assertMaskRejected(
                new PngFile(60_000, 60_000, 8, PngFile.GREY, false, 0).file(new byte[9]),
                ErrorCode.LIMIT_EXCEEDED,
                "the PNG is 60000 x 60000 pixels but at most 4096 x 4096 are allowed");
        assertMaskRejected(
                new PngFile(1, 1, 8, PngFile.RGB, false, 0).file(new byte[4]),
                ErrorCode.NOT_A_LABEL_MAP,
                "the PNG is 8-bit RGB, but a label map has one id per pixel: grey of 1 to 16 bits, or a palette");
        assertMaskRejected(
                PngFile.grey(3, 1, 0, 1, 34),
                ErrorCode.LABEL_OUT_OF_RANGE,
                "mask has label 34 at (2, 0) but bundle 'tiny@1' has 4 labels (0 to 3) and void 255");
    }

    @Test
    void refusesInstancesThatDoNotFit() {
        RenderJob instanced = Jobs.withModel(Jobs.striped(1), ModelReference.newest("instanced"));

        assertRejected(
                instanced,
                "/instances",
                ErrorCode.INVALID_INSTANCES,
                "no instances, but bundle 'instanced@1' reads their edges");
        assertRejected(
                Jobs.withInstances(Jobs.striped(1), new Payload.Inline(Jobs.stripes())),
                "/instances",
                ErrorCode.INVALID_INSTANCES,
                "instances, but bundle 'tiny@1' does not read them");
        assertRejected(
                Jobs.withInstances(instanced, new Payload.Inline(PngFile.grey(2, 1, 0, 1))),
                "/instances",
                ErrorCode.INVALID_INSTANCES,
                "instances are 2 x 1 but the mask is 8 x 4");
        assertRejected(
                Jobs.withInstances(instanced, new Payload.Inline(new byte[0])),
                "/instances",
                ErrorCode.UNREADABLE_IMAGE,
                "not a PNG file but empty");
    }

    @Test
    void refusesNumbersOfStylesThatGiveNoImages() {
        assertRejected(
                Jobs.striped(),
                "/styles",
                ErrorCode.INVALID_STYLE,
                "no styles, but bundle 'tiny@1' makes one image per style; {} is one");
        assertRejected(
                Jobs.withModel(Jobs.striped(1, 2), ModelReference.newest("plain")),
                "/styles",
                ErrorCode.INVALID_STYLE,
                "2 styles, but bundle 'plain@1' takes none and makes one image per mask");
        assertRejected(
                Jobs.withStyles(Jobs.striped(), Collections.nCopies(10_000, Jobs.seeded(1))),
                "/styles",
                ErrorCode.LIMIT_EXCEEDED,
                "10000 styles but at most 64");
    }

    @Test
    void refusesTheOneStyleThatIsWrong() {
        assertRejected(
                Jobs.withStyles(
                        Jobs.striped(), List.of(Jobs.seeded(1), Jobs.seeded(2), new Style.Vector(new float[256]))),
                "/styles/2",
                ErrorCode.INVALID_STYLE,
                "style vector has 256 numbers but bundle 'tiny@1' takes 8");
        assertRejected(
                Jobs.withStyles(
                        Jobs.striped(),
                        List.of(
                                Jobs.seeded(1),
                                new Style.Encoded(new Payload.Inline(new byte[0]), false, OptionalLong.empty()))),
                "/styles/1/image",
                ErrorCode.UNREADABLE_IMAGE,
                "not a JPEG or PNG file but empty");
    }

    @Test
    void readsMaskInstancesAndPhotographsByReference() throws Exception {
        Path root = Files.createDirectories(folder.resolve("payloads"));
        JobPreparation reading = preparation(root);
        byte[] ids = PngFile.grey(8, 4, new int[32]);
        Payload mask = References.to(
                Files.write(root.resolve("mask.png"), Jobs.stripes()).toUri(), Jobs.stripes());
        Payload instances =
                References.to(Files.write(root.resolve("ids.png"), ids).toUri(), ids);
        byte[] nine = PngFile.grey(1, 1, 9);
        Payload photograph =
                References.to(Files.write(root.resolve("nine.png"), nine).toUri(), nine);

        PreparedJob job = reading.prepare(Jobs.withStyles(
                Jobs.withInstances(
                        Jobs.withMask(Jobs.withModel(Jobs.striped(), ModelReference.newest("instanced")), mask),
                        instances),
                List.of(new Style.Encoded(photograph, false, OptionalLong.empty()))));

        FlatMask read = (FlatMask) job.mask();
        assertThat(read.labels().at(63, 31)).isEqualTo(3);
        assertThat(read.edges()).isPresent();
        assertThat(job.styles().get(0).at(0)).isEqualTo(9);
    }

    @Test
    void saysWhichReferenceIsWrong() throws Exception {
        Path root = Files.createDirectories(folder.resolve("payloads"));
        preparation = preparation(root);
        Payload absent = References.to(root.resolve("a.png").toUri(), new byte[9]);
        String message = "file:" + root.resolve("a.png") + " is not there: there is no such file";
        RenderJob instanced = Jobs.withModel(Jobs.striped(1), ModelReference.newest("instanced"));

        assertRejected(Jobs.withMask(Jobs.striped(1), absent), "/mask", ErrorCode.REFERENCE_NOT_FOUND, message);
        assertRejected(Jobs.withInstances(instanced, absent), "/instances", ErrorCode.REFERENCE_NOT_FOUND, message);
        Style encoded = new Style.Encoded(absent, false, OptionalLong.empty());
        assertRejected(
                Jobs.withStyles(Jobs.striped(), List.of(Jobs.seeded(1), encoded)),
                "/styles/1/image",
                ErrorCode.REFERENCE_NOT_FOUND,
                message);
        assertRejected(
                Jobs.withStyles(Jobs.striped(), List.of(new Style.Between(Jobs.seeded(1), encoded, 0.5))),
                "/styles/0/between/1/image",
                ErrorCode.REFERENCE_NOT_FOUND,
                message);
    }

    @Test
    void refusesReferencesAndDeliveryWithoutAStore() {
        Payload reference = new Payload.Reference(URI.create("s3://masks/a.png"), "0".repeat(64), 10, "image/png");

        assertRejected(
                Jobs.withMask(Jobs.striped(1), reference),
                "/mask",
                ErrorCode.REFERENCE_REFUSED,
                "s3://masks/a.png is not read here: this worker reads no references");
        assertRejected(
                Jobs.withOutput(Jobs.striped(1), new Output(ImageFormat.PNG, 90, Output.Delivery.STORE)),
                "/output/delivery",
                ErrorCode.UNSUPPORTED,
                "this worker has no store for results; ask for inline or auto");
    }

    @Test
    void refusesTheEndOfAnInterpolationThatIsWrong() {
        Style shortVector = new Style.Vector(new float[3]);

        assertRejected(
                Jobs.withStyles(
                        Jobs.striped(), List.of(Jobs.seeded(1), new Style.Between(Jobs.seeded(1), shortVector, 0.5))),
                "/styles/1/between/1",
                ErrorCode.INVALID_STYLE,
                "style vector has 3 numbers but bundle 'tiny@1' takes 8");
    }

    private void assertMaskRejected(byte[] mask, ErrorCode code, String message) {
        assertRejected(Jobs.withMask(Jobs.striped(1), new Payload.Inline(mask)), "/mask", code, message);
    }

    private void assertRejected(RenderJob job, String path, ErrorCode code, String message) {
        assertThat(rejection(job)).isEqualTo(JobError.at(path, code, message));
    }

    private JobError rejection(RenderJob job) {
        JobError[] error = new JobError[1];
        assertThatThrownBy(() -> preparation.prepare(job))
                .isInstanceOfSatisfying(JobRejectedException.class, e -> error[0] = e.error());
        return error[0];
    }

    /** Gives the photograph's first pixel. */
    private static final class MeanEncoder implements StyleEncoder {
        @Override
        public StyleEncoding encode(RgbImage photograph) {
            float[] mu = new float[8];
            mu[0] = photograph.rgb(0, 0) & 0xFF;
            return new StyleEncoding(mu, new float[8]);
        }

        @Override
        public void close() {}
    }
}
