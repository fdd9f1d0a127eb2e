package org.limner.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.seed.GaussianStream;

/** The golden records, which no code of ours wrote, in both directions: what is read and written again is the same JSON. */
class ExamplesTest {
    private final JobCodec jobCodec = new JobCodec(JobLimits.DEFAULT);
    private final ResultCodec resultCodec = new ResultCodec();

    static List<Example> jobs() {
        return Example.all("job");
    }

    static List<Example> results() {
        return Example.all("result");
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void readsJobAndWritesItAgain(Example example) throws Exception {
        RenderJob job = job(example);

        EncodedRecord record = example.structured()
                ? jobCodec.encodeStructured(job, example.source())
                : jobCodec.encode(job, example.source());

        assertSame(record, example);
    }

    @ParameterizedTest
    @MethodSource("results")
    void readsResultAndWritesItAgain(Example example) throws Exception {
        RenderResult result = resultCodec.decode(example.headerBytes(), example.valueBytes());

        EncodedRecord record = example.structured()
                ? resultCodec.encodeStructured(result, example.source())
                : resultCodec.encode(result, example.source());

        assertSame(record, example);
    }

    /** Each record in the mode its example is not in: the job is the same. */
    @ParameterizedTest
    @MethodSource("jobs")
    void readsSameJobInTheOtherMode(Example example) {
        RenderJob job = job(example);

        EncodedRecord other =
                example.structured() ? jobCodec.encode(job, "/other") : jobCodec.encodeStructured(job, "/other");

        assertThat(jobCodec.decode(Example.bytes(other.headers()), other.value()))
                .isEqualTo(new DecodedJob.Accepted(job));
    }

    @Test
    void readsManifestAndWritesTheSameBytes() throws IOException {
        byte[] file = Files.readAllBytes(Example.FOLDER.resolve("bundle.json"));

        BundleManifest manifest = new BundleManifestCodec().decode(file);

        assertThat(new BundleManifestCodec().encode(manifest)).asString().isEqualTo(new String(file, "UTF-8"));
    }

    @Test
    void examplesShowEachKindOfStyleEachStatusAndBothModes() {
        assertThat(jobs())
                .flatExtracting(example -> job(example).styles())
                .extracting(Object::getClass)
                .containsOnly(Style.Sampled.class, Style.Encoded.class, Style.Vector.class, Style.Between.class);
        assertThat(results())
                .extracting(example -> resultCodec
                        .decode(example.headerBytes(), example.valueBytes())
                        .status())
                .contains(ResultStatus.values());
        assertThat(jobs()).extracting(Example::structured).contains(true, false);
        assertThat(results()).extracting(Example::structured).contains(true, false);
    }

    @Test
    void digestsOfExampleAreThoseOfItsSeeds() {
        Example example = Example.load("result-succeeded.binary.json");
        RenderResult result = resultCodec.decode(example.headerBytes(), example.valueBytes());
        assertThat(result.images()).hasSize(3);
        for (RenderedImage image : result.images()) {
            float[] z = GaussianStream.sample(image.seed().orElseThrow(), 256);
            assertThat(image.styleDigest()).contains(GaussianStream.digest(z));
        }
        assertThat(result.images().get(2).seed())
                .hasValue(GaussianStream.derivedSeed(result.job().value(), 2));
    }

    private RenderJob job(Example example) {
        DecodedJob decoded = jobCodec.decode(example.headerBytes(), example.valueBytes());
        assertThat(decoded).as(example.name()).isInstanceOf(DecodedJob.Accepted.class);
        return ((DecodedJob.Accepted) decoded).job();
    }

    private static void assertSame(EncodedRecord record, Example example) throws IOException {
        assertThat(record.key()).isEqualTo(example.key());
        assertThat(sorted(record.headers())).isEqualTo(sorted(example.headers()));
        assertThat(StrictJson.MAPPER.readTree(record.value())).isEqualTo(example.value());
    }

    private static Object sorted(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
