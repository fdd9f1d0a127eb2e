package org.limner.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.Provenance;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;

/** What could go wrong: an image that somebody changed in the store is written as if it were the worker's. */
class ImageFilesTest {
    private static final byte[] IMAGE = "a picture".getBytes(UTF_8);

    @TempDir
    private Path folder;

    @Test
    void fetchesImagesFromFoldersAndChecksThem() throws Exception {
        Path stored = Files.write(folder.resolve("0-cafe.png"), IMAGE);
        ImageFiles files = new ImageFiles(folder.resolve("out"));

        assertThat(files.write(result(stored.toUri())))
                .singleElement()
                .satisfies(file -> assertThat(file).hasFileName("job_1-0.png").hasBinaryContent(IMAGE));
        Files.write(stored, new byte[9]);
        assertFails(stored.toUri(), ExitCode.JOB_NOT_SUCCEEDED, "but its result says " + Digests.sha256(IMAGE));
    }

    @Test
    void saysWhereAnImageIsThatItCannotFetch() {
        assertFails(
                URI.create("s3://results/a/0-b.png"),
                ExitCode.JOB_NOT_SUCCEEDED,
                "at s3://results/a/0-b.png; fetch it");
        assertFails(folder.resolve("absent.png").toUri(), ExitCode.UNREACHABLE, "cannot be read here");
    }

    private void assertFails(URI uri, ExitCode code, String words) {
        assertThatThrownBy(() -> new ImageFiles(folder.resolve("out")).write(result(uri)))
                .isInstanceOfSatisfying(CommandFailedException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(code))
                .hasMessageContaining(words);
    }

    private static RenderResult result(URI uri) {
        String digest = Digests.sha256(IMAGE);
        RenderedImage image = new RenderedImage(
                0,
                ImageFormat.PNG,
                4,
                4,
                new Payload.Reference(uri, digest, IMAGE.length, "image/png"),
                digest,
                IMAGE.length,
                OptionalLong.empty(),
                Optional.empty());
        return new RenderResult(
                new JobId("job:1"),
                ResultStatus.SUCCEEDED,
                List.of(image),
                Optional.empty(),
                Optional.of(new Provenance("coast", 2, "a".repeat(64), "flat 1", "cpu", "fp32", 1, "test")),
                Timing.NONE,
                List.of(),
                Optional.empty());
    }
}
