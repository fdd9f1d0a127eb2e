package org.limner.worker.bundle;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.limner.schemas.job.ModelReference;

/** The bundles a worker serves, by name and version. Immutable. */
public final class BundleRepository {
    private final List<ModelBundle> bundles;

    private BundleRepository(List<ModelBundle> bundles) {
        this.bundles = List.copyOf(bundles);
    }

    /**
     * Reads and checks one bundle ({@code folder} holds a {@code bundle.json}) or every bundle below {@code folder}.
     * Throws {@link BundleRefusedException} for the first that cannot be served, and when there is none.
     */
    public static BundleRepository load(Path folder) {
        throw new UnsupportedOperationException("" + folder);
    }

    /** The bundle a job names; without a version, the newest. */
    public Optional<ModelBundle> find(ModelReference model) {
        throw new UnsupportedOperationException("" + model);
    }

    /** By name, then version. */
    public List<ModelBundle> bundles() {
        return bundles;
    }
}
