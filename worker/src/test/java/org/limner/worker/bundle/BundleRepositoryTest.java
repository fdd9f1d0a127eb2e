package org.limner.worker.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ModelReference;
import org.limner.worker.fixture.TinyBundle;

/** What can go wrong: serving files that are not the ones the manifest was written for, or the wrong version. */
class BundleRepositoryTest {
    @TempDir
    private Path folder;

    @Test
    void loadsOneBundle() throws Exception {
        TinyBundle.DEFAULT.write(folder);

        ModelBundle bundle = BundleRepository.load(folder).bundles().get(0);

        assertThat(bundle.reference()).hasToString("tiny@1");
        assertThat(bundle.digest()).isEqualTo(Digests.sha256(Files.readAllBytes(folder.resolve("bundle.json"))));
        assertThat(bundle.generatorFile()).isRegularFile();
        assertThat(bundle.encoderFile()).isPresent();
    }

    @Test
    void loadsEveryBundleInAFolderAndFindsTheNewest() {
        TinyBundle.DEFAULT.withVersion(2).write(folder.resolve("a"));
        TinyBundle.DEFAULT.withVersion(10).write(folder.resolve("b"));
        TinyBundle.DEFAULT.withName("coast").write(folder.resolve("c"));

        BundleRepository bundles = BundleRepository.load(folder);

        assertThat(bundles).hasToString("coast@1, tiny@2, tiny@10");
        assertThat(found(bundles, ModelReference.newest("tiny"))).contains("tiny@10");
        assertThat(found(bundles, new ModelReference("tiny", OptionalInt.of(2))))
                .contains("tiny@2");
        assertThat(found(bundles, new ModelReference("tiny", OptionalInt.of(3))))
                .isEmpty();
        assertThat(found(bundles, ModelReference.newest("mountains"))).isEmpty();
    }

    @Test
    void refusesFolderWithoutBundles() {
        assertRefused("no bundle in " + folder + ": neither a bundle.json nor a folder with one");
        assertThatThrownBy(() -> BundleRepository.load(folder.resolve("nowhere")))
                .isInstanceOf(BundleRefusedException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void refusesFolderWithoutManifestAmongBundles() throws IOException {
        TinyBundle.DEFAULT.write(folder.resolve("good"));
        Files.createDirectory(folder.resolve("half"));
        Files.createDirectory(folder.resolve("lost+found"));
        Files.createDirectory(folder.resolve("..data"));

        assertRefused("bundle " + folder.resolve("half") + ": there is no bundle.json");
    }

    @Test
    void refusesSameNameAndVersionTwice() {
        TinyBundle.DEFAULT.write(folder.resolve("a"));
        TinyBundle.DEFAULT.write(folder.resolve("b"));

        assertRefused("two bundles are 'tiny@1': " + folder.resolve("a") + " and " + folder.resolve("b"));
    }

    @Test
    void refusesTamperedFileWithBothDigests() throws IOException {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        byte[] tampered = Files.readAllBytes(bundle.generatorFile());
        tampered[tampered.length / 2] ^= 1;
        Files.write(bundle.generatorFile(), tampered);

        assertRefused("bundle " + folder + ": 'generator.onnx' (" + tampered.length + " bytes) has sha256 "
                + Digests.sha256(tampered) + " but bundle.json says "
                + bundle.manifest().files().get("generator.onnx"));
    }

    @Test
    void refusesMissingFile() throws IOException {
        TinyBundle.DEFAULT.write(folder);
        Files.delete(folder.resolve("encoder.onnx"));

        assertRefused("bundle " + folder + ": bundle.json lists 'encoder.onnx', which is not there");
    }

    @Test
    void refusesFileThatTheManifestDoesNotList() throws IOException {
        TinyBundle.DEFAULT.write(folder);
        Files.createDirectory(folder.resolve("more"));
        Files.writeString(folder.resolve("more").resolve("weights.bin"), "x");

        assertRefused("bundle " + folder + ": file 'more/weights.bin' is there but bundle.json does not list it");
    }

    @Test
    void refusesPathsOutOfTheBundle() throws IOException {
        Path bundle = folder.resolve("bundle");
        TinyBundle.DEFAULT.write(bundle);
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        String manifest = Files.readString(bundle.resolve("bundle.json"));
        for (String name : new String[] {"../secret", secret.toString(), "a/../../secret"}) {
            String listed = "\"" + name + "\" : \"" + Digests.sha256(Files.readAllBytes(secret)) + "\",";
            Files.writeString(
                    bundle.resolve("bundle.json"), manifest.replaceFirst("\"files\"\\s*:\\s*\\{", "$0" + listed));

            assertThatThrownBy(() -> BundleRepository.load(bundle))
                    .as(name)
                    .isInstanceOf(BundleRefusedException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void refusesLinkOutOfTheBundle() throws IOException {
        Path bundle = folder.resolve("bundle");
        TinyBundle.DEFAULT.write(bundle);
        Path elsewhere = Files.move(bundle.resolve("generator.onnx"), folder.resolve("elsewhere.onnx"));
        Files.createSymbolicLink(bundle.resolve("generator.onnx"), elsewhere);

        assertThatThrownBy(() -> BundleRepository.load(bundle))
                .isInstanceOf(BundleRefusedException.class)
                .hasMessageContaining("'generator.onnx' is a link out of the bundle");
    }

    @Test
    void refusesManifestThatIsNone() throws IOException {
        TinyBundle.DEFAULT.write(folder);
        Files.writeString(folder.resolve("bundle.json"), "{\"name\": 3}");

        assertThatThrownBy(() -> BundleRepository.load(folder))
                .isInstanceOf(BundleRefusedException.class)
                .hasMessageStartingWith("bundle " + folder + ": bundle.json: ");
    }

    @Test
    void refusesVoidIdThatIsALabel() throws IOException {
        TinyBundle.DEFAULT.write(folder);
        Path manifest = folder.resolve("bundle.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"void\"\\s*:\\s*255", "\"void\": 2"));

        assertRefused("bundle " + folder + ": void id 2 is also label 'grass'");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> BundleRepository.load(folder))
                .isInstanceOf(BundleRefusedException.class)
                .hasMessage(message);
    }

    private static Optional<String> found(BundleRepository bundles, ModelReference model) {
        return bundles.find(model).map(bundle -> bundle.reference().toString());
    }
}
