package org.limner.worker.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.limner.schemas.job.ModelReference;

/** The bundles a worker serves, by name and version. Immutable. */
public final class BundleRepository {
    /** What file systems and volume mounts put beside bundles. */
    private static final Set<String> NO_BUNDLES = Set.of("lost+found");

    private final List<ModelBundle> bundles;

    private BundleRepository(List<ModelBundle> bundles) {
        this.bundles = bundles.stream()
                .sorted(Comparator.comparing(
                                (ModelBundle bundle) -> bundle.manifest().name())
                        .thenComparing(bundle -> bundle.manifest().version()))
                .toList();
        for (int i = 1; i < this.bundles.size(); i++) {
            ModelBundle bundle = this.bundles.get(i);
            ModelBundle before = this.bundles.get(i - 1);
            if (bundle.reference().equals(before.reference())) {
                throw new BundleRefusedException(
                        "two bundles are '" + bundle.reference() + "': " + before.folder() + " and " + bundle.folder());
            }
        }
    }

    /**
     * Reads and checks one bundle ({@code folder} holds a {@code bundle.json}) or every folder in {@code folder}.
     * Throws {@link BundleRefusedException} for the first that cannot be served, and when there is none.
     */
    public static BundleRepository load(Path folder) {
        if (BundleFolder.isBundle(folder)) {
            return new BundleRepository(List.of(new BundleFolder(folder).read()));
        }
        List<ModelBundle> bundles = new ArrayList<>();
        for (Path child : folders(folder)) {
            if (!BundleFolder.isBundle(child)) {
                throw new BundleRefusedException("bundle " + child + ": there is no bundle.json");
            }
            bundles.add(new BundleFolder(child).read());
        }
        if (bundles.isEmpty()) {
            throw new BundleRefusedException(
                    "no bundle in " + folder.toAbsolutePath() + ": neither a bundle.json nor a folder with one");
        }
        return new BundleRepository(bundles);
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .filter(child -> !NO_BUNDLES.contains(child.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BundleRefusedException("the folder of bundles cannot be read: " + e, e);
        }
    }

    /** The bundle a job names; without a version, the newest. */
    public Optional<ModelBundle> find(ModelReference model) {
        return bundles.stream()
                .filter(bundle -> bundle.manifest().name().equals(model.name()))
                .filter(bundle -> model.version().isEmpty()
                        || model.version().getAsInt() == bundle.manifest().version())
                .reduce((older, newer) -> newer);
    }

    /** By name, then version. */
    public List<ModelBundle> bundles() {
        return bundles;
    }

    /** For messages: {@code coast@1, coast@2, scenes@1}. */
    @Override
    public String toString() {
        return bundles.stream().map(bundle -> bundle.reference().toString()).collect(Collectors.joining(", "));
    }
}
