package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.job.Digests;
import org.limner.worker.bundle.BundleRefusedException;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.fixture.TinyBundle;

/** What can go wrong: a graph of other shapes that is found out by the first job instead of at the start. */
class BundleSessionTest {
    private static final SessionSettings ONE_THREAD = new SessionSettings(new Device.Cpu(), 1);

    @TempDir
    private Path folder;

    @Test
    void opensTheCheckedInBundle() {
        ModelBundle bundle =
                BundleRepository.load(TinyBundle.checkedIn()).bundles().get(0);

        try (BundleSession session = BundleSession.open(bundle, ONE_THREAD)) {
            assertThat(session.bundle().reference()).hasToString("tiny@1");
            assertThat(session.encoder()).isPresent();
            assertThat(session.generator().runtime().name()).startsWith("onnxruntime 1.");
            assertThat(session.generator().runtime().provider()).isEqualTo("cpu");
        }
    }

    @Test
    void refusesGraphOfAnotherSizeWithBothShapes() {
        assertRefused(
                TinyBundle.DEFAULT.write(folder, TinyBundle.DEFAULT.withSize(32, 32)),
                "bundle 'tiny@1': generator.onnx wants segmentation float32 [N, 5, 32, 32]"
                        + " but bundle.json means segmentation float32 [N, 5, 32, 64]");
    }

    @Test
    void refusesGraphOfOtherChannels() {
        assertRefused(
                TinyBundle.DEFAULT.withInstances().write(folder, TinyBundle.DEFAULT),
                "bundle 'tiny@1': generator.onnx wants segmentation float32 [N, 5, 32, 64]"
                        + " but bundle.json means segmentation float32 [N, 6, 32, 64]");
    }

    @Test
    void refusesPlainGraphWhereTheManifestSaysLabelWindow() {
        assertRefused(
                TinyBundle.DEFAULT.withLabelWindows().write(folder, TinyBundle.DEFAULT),
                "bundle 'tiny@1': generator.onnx has no input 'strips.2' but bundle.json means strips.2 int32 [N, 3]");
    }

    @Test
    void refusesGraphOfAnotherStyleSize() {
        TinyBundle wide = new TinyBundle("tiny", 1, 64, 32, 256, false, Conditioning.ONE_HOT);
        assertRefused(
                TinyBundle.DEFAULT.write(folder, wide),
                "bundle 'tiny@1': generator.onnx wants z float32 [N, 256] but bundle.json means z float32 [N, 8]");
    }

    @Test
    void refusesGraphThatTakesAStyleTheManifestDoesNotKnow() {
        assertRefused(
                TinyBundle.DEFAULT.withoutStyle().write(folder, TinyBundle.DEFAULT),
                "bundle 'tiny@1': generator.onnx wants z float32 [N, 8], which bundle.json knows nothing of");
    }

    @Test
    void refusesGraphWithoutTheStyleItShouldTake() {
        assertRefused(
                TinyBundle.DEFAULT.write(folder, new TinyBundle("tiny", 1, 64, 32, 0, false, Conditioning.ONE_HOT)),
                "bundle 'tiny@1': generator.onnx has no input 'z' but bundle.json means z float32 [N, 8]");
    }

    @Test
    void refusesFileThatIsNoGraph() throws Exception {
        TinyBundle.DEFAULT.write(folder);
        String before = Digests.sha256(Files.readAllBytes(folder.resolve("generator.onnx")));
        Files.writeString(folder.resolve("generator.onnx"), "no graph");
        String manifest = Files.readString(folder.resolve("bundle.json"));
        String after = Digests.sha256(Files.readAllBytes(folder.resolve("generator.onnx")));
        Files.writeString(folder.resolve("bundle.json"), manifest.replace(before, after));

        assertThatThrownBy(() -> BundleSession.open(
                        BundleRepository.load(folder).bundles().get(0), ONE_THREAD))
                .isInstanceOf(BundleRefusedException.class)
                .hasMessageStartingWith("bundle 'tiny@1': generator.onnx cannot be opened on cpu: ");
    }

    @Test
    void doesNotFallBackFromCudaToTheProcessor() {
        BundleSession.open(TinyBundle.DEFAULT.write(folder), ONE_THREAD).close(); // loads the runtime
        Assumptions.assumeFalse(
                OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "this build has CUDA");

        assertThatThrownBy(() -> BundleSession.open(
                        BundleRepository.load(folder).bundles().get(0), new SessionSettings(Device.parse("cuda:0"), 1)))
                .isInstanceOf(BundleRefusedException.class)
                .hasMessageMatching(
                        "device cuda:0 is asked for, but onnxruntime [0-9.]+ here has only .*" + "; build with -Pcuda");
    }

    @Test
    void opensEveryBundleOfARepositoryOrNone() {
        TinyBundle.DEFAULT.write(folder.resolve("a"));
        TinyBundle.DEFAULT.withName("plain").withoutStyle().write(folder.resolve("b"));
        BundleRepository bundles = BundleRepository.load(folder);

        try (BundleSessions sessions = BundleSessions.open(bundles, ONE_THREAD)) {
            assertThat(bundles.bundles())
                    .allSatisfy(bundle ->
                            assertThat(sessions.session(bundle).bundle()).isEqualTo(bundle));
            assertThat(sessions.encoder(bundles.bundles().get(0))).isEmpty();
            assertThat(sessions.encoder(bundles.bundles().get(1))).isPresent();
        }

        TinyBundle.DEFAULT.withName("wrong").write(folder.resolve("c"), TinyBundle.DEFAULT.withSize(32, 32));
        assertThatThrownBy(() -> BundleSessions.open(BundleRepository.load(folder), ONE_THREAD))
                .hasMessageStartingWith("bundle 'wrong@1': generator.onnx wants segmentation");
    }

    /** ONNX Runtime overflows an ordinary thread's stack on it, see {@link SessionThread}: the process is just gone. */
    @Test
    void longCommandLineDoesNotEndTheProcess() throws Exception {
        TinyBundle.DEFAULT.write(folder);

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenAndClose.class.getName(),
                        folder.toString(),
                        "x".repeat(60_000))
                .inheritIO()
                .start();

        assertThat(process.waitFor()).isZero();
    }

    /** A program that opens the bundle in its first argument. */
    static final class OpenAndClose {
        public static void main(String[] arguments) {
            ModelBundle bundle =
                    BundleRepository.load(Path.of(arguments[0])).bundles().get(0);
            BundleSession.open(bundle, ONE_THREAD).close();
        }
    }

    private static void assertRefused(ModelBundle bundle, String message) {
        assertThatThrownBy(() -> BundleSession.open(bundle, ONE_THREAD))
                .isInstanceOf(BundleRefusedException.class)
                .hasMessage(message);
    }
}
