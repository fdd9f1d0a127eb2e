package org.limner.worker.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.schemas.job.Digests;

/** Reads one bundle from its folder and holds every file against the manifest, reading each once. */
final class BundleFolder {
    private static final int LARGEST_MANIFEST = 4 * 1024 * 1024; // bytes; a thousand labels need a hundredth of it

    private final Path folder;

    BundleFolder(Path folder) {
        this.folder = folder;
    }

    static boolean isBundle(Path folder) {
        return Files.isRegularFile(folder.resolve(BundleManifest.MANIFEST_FILE));
    }

    /** Throws {@link BundleRefusedException} with the first thing that is wrong. */
    ModelBundle read() {
        try {
            Path file = folder.resolve(BundleManifest.MANIFEST_FILE);
            long size = Files.size(file);
            if (size > LARGEST_MANIFEST) {
                throw refused("bundle.json has " + size + " bytes, at most " + LARGEST_MANIFEST + " make sense");
            }
            byte[] json = Files.readAllBytes(file);
            BundleManifest manifest = decode(json);
            checkLabels(manifest);
            checkFiles(manifest);
            return new ModelBundle(folder.toAbsolutePath().normalize(), manifest, Digests.sha256(json));
        } catch (IOException e) {
            throw new BundleRefusedException("bundle " + folder + " cannot be read: " + e, e);
        }
    }

    private BundleManifest decode(byte[] json) {
        try {
            return new BundleManifestCodec().decode(json);
        } catch (IllegalArgumentException e) {
            throw new BundleRefusedException("bundle " + folder + ": bundle.json: " + e.getMessage(), e);
        }
    }

    private void checkLabels(BundleManifest manifest) {
        manifest.voidLabel().ifPresent(id -> {
            if (id < manifest.labels().size()) {
                throw refused("void id " + id + " is also label '"
                        + manifest.labels().get(id).name() + "'");
            }
        });
    }

    private void checkFiles(BundleManifest manifest) throws IOException {
        Path root = folder.toRealPath();
        Map<String, String> listed = new TreeMap<>(manifest.files());
        for (Map.Entry<String, String> entry : listed.entrySet()) {
            String name = entry.getKey();
            Path file = folder.resolve(name).normalize();
            if (Path.of(name).isAbsolute() || !file.startsWith(folder.normalize())) {
                throw refused("bundle.json lists '" + name + "', which is outside the bundle");
            }
            if (!Files.isRegularFile(file)) {
                throw refused("bundle.json lists '" + name + "', which is not there");
            }
            if (!file.toRealPath().startsWith(root)) {
                throw refused("'" + name + "' is a link out of the bundle, to " + file.toRealPath());
            }
            String digest = digest(file);
            if (!digest.equals(entry.getValue())) {
                throw refused("'" + name + "' (" + Files.size(file) + " bytes) has sha256 " + digest
                        + " but bundle.json says " + entry.getValue());
            }
        }
        try (Stream<Path> present = Files.walk(folder)) {
            present.filter(path -> !Files.isDirectory(path))
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> !name.equals(BundleManifest.MANIFEST_FILE) && !listed.containsKey(name))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw refused("file '" + name + "' is there but bundle.json does not list it");
                    });
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = Digests.newSha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private BundleRefusedException refused(String reason) {
        return new BundleRefusedException("bundle " + folder + ": " + reason);
    }
}
