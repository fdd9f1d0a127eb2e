package org.limner.worker.bundle;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ModelReference;

/**
 * A generator on disk, checked: every file the manifest lists was there with its digest.
 *
 * @param folder   absolute
 * @param manifest what the bundle promises
 * @param digest   SHA-256 of {@code bundle.json}, which holds the digest of every file
 */
public record ModelBundle(Path folder, BundleManifest manifest, String digest) {
    public ModelBundle {
        Digests.check(digest);
    }

    /** Name and version, for example {@code coast@2}. */
    public ModelReference reference() {
        return new ModelReference(manifest.name(), OptionalInt.of(manifest.version()));
    }

    public Path generatorFile() {
        return folder.resolve(BundleManifest.GENERATOR_FILE);
    }

    /** Empty for a bundle that takes no photographs as styles. */
    public Optional<Path> encoderFile() {
        return manifest.encoderInputSize().isPresent()
                ? Optional.of(folder.resolve(BundleManifest.ENCODER_FILE))
                : Optional.empty();
    }
}
