package org.limner.standalone;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The bundles that come with the program: {@code bundles} beside its {@code quarkus-run.jar}. */
final class SampleBundles {
    private SampleBundles() {}

    /** The folder, whether or not there is a bundle in it. */
    static Path folder() {
        try {
            Path code = Path.of(SampleBundles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // quarkus-app/app/standalone.jar; in tests target/classes, whose sources are two folders up.
            Path application = code.getParent().resolveSibling("bundles");
            return Files.isDirectory(code)
                    ? code.resolve("../../src/main/bundles").normalize()
                    : application;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this class was loaded from a place that is no path", e);
        }
    }

    /** Whether {@code folder} is a bundle or holds one. */
    static boolean holdsABundle(Path folder) {
        if (Files.exists(folder.resolve("bundle.json"))) {
            return true;
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.anyMatch(child -> Files.exists(child.resolve("bundle.json")));
        } catch (IOException e) {
            return false; // no such folder, or none that we may read: nothing to serve either way
        }
    }
}
