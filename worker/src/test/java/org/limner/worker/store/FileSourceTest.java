package org.limner.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.fixture.References;

/**
 * What can go wrong: a job reads what it must not (a path, a link, a pipe), a file that changed is taken for the one that
 * was meant, a disk that is gone is blamed on the job.
 */
class FileSourceTest {
    private static final byte[] MASK = "the bytes of a mask".getBytes(UTF_8);
    private static final byte[] SECRET = "root:x:0:0".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private Path root;
    private Path mask;
    private Path outside;
    private PayloadReader payloads;

    @BeforeEach
    void rootWithAMask() throws IOException {
        root = Files.createDirectories(folder.resolve("masks"));
        mask = Files.write(Files.createDirectories(root.resolve("day 1")).resolve("küste.png"), MASK);
        outside = Files.write(folder.resolve("secret"), SECRET);
        payloads = reader(1000);
    }

    @Test
    void readsAFileBelowARoot() throws Exception {
        assertThat(payloads.read(References.to(mask.toUri(), MASK))).isEqualTo(MASK);
        assertThat(payloads.read(References.to(URI.create("FILE:" + mask.toUri().getRawPath()), MASK)))
                .isEqualTo(MASK);
        assertThat(payloads.read(new Payload.Inline(MASK))).isEqualTo(MASK);
    }

    @Test
    void followsLinksThatStayBelowTheRoot() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("today"), mask.getParent());

        assertThat(payloads.read(References.to(link.resolve("küste.png").toUri(), MASK)))
                .isEqualTo(MASK);
    }

    @Test
    void readsBelowARootThatIsALinkItself() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root);
        PayloadReader linked =
                new PayloadReader(Map.of("file", new FileSource(List.of(link))), 1000, Duration.ofSeconds(5));

        assertThat(linked.read(References.to(link.resolve("day 1/küste.png").toUri(), MASK)))
                .isEqualTo(MASK);
    }

    @Test
    void refusesWhatLiesElsewhereAndDoesNotTellWhetherItIsThere() {
        for (Path path : List.of(outside, folder.resolve("absent"))) {
            assertRejected(path.toUri(), SECRET, ErrorCode.REFERENCE_REFUSED)
                    .hasMessage("file:" + path + " is in none of the folders that references are read from");
        }
    }

    @Test
    void refusesLinksOutOfTheRoot() throws IOException {
        Path file = Files.createSymbolicLink(root.resolve("file.png"), outside);
        Files.createSymbolicLink(root.resolve("folder"), folder);

        assertRejected(file.toUri(), SECRET, ErrorCode.REFERENCE_REFUSED)
                .hasMessage("file:" + file + " leads out of the folder that it is in");
        assertRejected(root.resolve("folder/secret").toUri(), SECRET, ErrorCode.REFERENCE_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret",
                "/day%201/../../secret",
                "/%2e%2e/secret",
                "/./day%201/k%C3%BCste.png",
                "/day%201/k%C3%BCste.png?version=1",
                "/day%201/k%C3%BCste.png#top",
                "/day%201%00/k%C3%BCste.png",
            })
    void refusesPathsThatAreNotPlain(String path) {
        assertRejected(URI.create("file://" + root + path), SECRET, ErrorCode.REFERENCE_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:masks/a.png",
                "file://server/masks/a.png",
                "http://127.0.0.1/a.png",
                "s3://masks/a.png",
                "jar:file:/a.jar!/b"
            })
    void refusesOtherPlaces(String uri) {
        assertRejected(URI.create(uri), MASK, ErrorCode.REFERENCE_REFUSED);
    }

    @Test
    @Timeout(10)
    void refusesWhatIsNotARegularFile() throws Exception {
        Path pipe = root.resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(5, TimeUnit.SECONDS)).isTrue();

        assertRejected(pipe.toUri(), MASK, ErrorCode.REFERENCE_REFUSED).hasMessageEndingWith("is not a regular file");
        assertRejected(root.toUri(), MASK, ErrorCode.REFERENCE_REFUSED);
    }

    @Test
    void saysWhatIsNotThere() throws IOException {
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));

        for (String name : List.of("absent.png", "day 1/küste.png/below", "loop", "x".repeat(300))) {
            assertRejected(root.resolve(name).toUri(), MASK, ErrorCode.REFERENCE_NOT_FOUND)
                    .hasMessageContaining("is not there");
        }
    }

    @Test
    void saysBothNumbersWhenSizeOrDigestDiffer() {
        Payload.Reference right = References.to(mask.toUri(), MASK);

        assertRejected(withBytes(right, 18), ErrorCode.REFERENCE_MISMATCH)
                .hasMessageEndingWith("has 19 bytes but its reference says 18");
        assertRejected(withBytes(right, 20), ErrorCode.REFERENCE_MISMATCH)
                .hasMessageEndingWith("has 19 bytes but its reference says 20");
        assertRejected(mask.toUri(), "THE bytes of a mask".getBytes(UTF_8), ErrorCode.REFERENCE_MISMATCH)
                .hasMessageEndingWith("has sha256 " + Digests.sha256(MASK) + " but its reference says "
                        + Digests.sha256("THE bytes of a mask".getBytes(UTF_8)));
    }

    @Test
    void refusesMoreThanTheLimitBeforeItLooks() {
        assertRejected(withBytes(References.to(mask.toUri(), MASK), 1L << 52), ErrorCode.LIMIT_EXCEEDED)
                .hasMessageEndingWith("has 4503599627370496 bytes by its reference but at most 1000 are read");
        assertThat(reader(19)).satisfies(exact -> exact.read(References.to(mask.toUri(), MASK)));
    }

    @Test
    void aRootThatIsGoneIsNotTheJobsFault() throws IOException {
        Files.move(root, folder.resolve("elsewhere"));

        assertThatThrownBy(() -> payloads.read(References.to(mask.toUri(), MASK)))
                .isInstanceOf(StoreFailedException.class)
                .hasMessage("file:" + mask.toUri().getRawPath() + " cannot be opened: NoSuchFileException");
    }

    @Test
    void messagesDoNotTellWhereTheFoldersAre() throws IOException {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, folder.resolve("unmounted"));
        Files.createDirectory(folder.resolve("unmounted"));
        PayloadReader linked =
                new PayloadReader(Map.of("file", new FileSource(List.of(link))), 1000, Duration.ofSeconds(5));
        Files.delete(folder.resolve("unmounted"));
        Files.createSymbolicLink(folder.resolve("unmounted"), folder.resolve("unmounted"));

        assertThatThrownBy(() -> linked.read(References.to(link.resolve("a.png").toUri(), MASK)))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageStartingWith("file:" + link + "/a.png cannot be opened: ")
                .hasMessageNotContaining("unmounted");
    }

    @Test
    void rootsMustBeThereAtTheStart() {
        assertThatThrownBy(() -> new FileSource(List.of(folder.resolve("absent"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("absent, which is no folder");
    }

    @Test
    void messagesShowNeitherSecretsNorLongPaths() {
        assertThat(QuotedUri.of(URI.create("https://user:secret@host/a/b?X-Amz-Signature=1#2")))
                .isEqualTo("https://host/a/b");
        assertThat(QuotedUri.of(URI.create("mailto:somebody"))).isEqualTo("mailto:..");
        assertThat(QuotedUri.of(URI.create("s3://masks/" + "x".repeat(5000))))
                .hasSize(200 + ".. (5011 characters)".length());
    }

    private PayloadReader reader(int maxBytes) {
        return new PayloadReader(Map.of("file", new FileSource(List.of(root))), maxBytes, Duration.ofSeconds(5));
    }

    private static Payload.Reference withBytes(Payload.Reference reference, long bytes) {
        return new Payload.Reference(reference.uri(), reference.sha256(), bytes, reference.mediaType());
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRejected(URI uri, byte[] bytes, ErrorCode code) {
        return assertRejected(References.to(uri, bytes), code);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRejected(
            Payload.Reference reference, ErrorCode code) {
        return assertThatThrownBy(() -> payloads.read(reference))
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).as(e.getMessage()).isEqualTo(code));
    }
}
