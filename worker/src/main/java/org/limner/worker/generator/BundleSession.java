package org.limner.worker.generator;

import java.util.Optional;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.style.StyleEncoder;

/** A bundle's graphs, opened, checked against its manifest and warm. Owns the sessions. */
public final class BundleSession implements AutoCloseable {
    private final ModelBundle bundle;
    private final Generator generator;
    private final Optional<StyleEncoder> encoder;

    BundleSession(ModelBundle bundle, Generator generator, Optional<StyleEncoder> encoder) {
        this.bundle = bundle;
        this.generator = generator;
        this.encoder = encoder;
    }

    /**
     * Opens the sessions and runs each once. Throws {@link org.limner.worker.bundle.BundleRefusedException} when a
     * graph is not what the manifest says or the device is not there.
     */
    public static BundleSession open(ModelBundle bundle, SessionSettings settings) {
        throw new UnsupportedOperationException(bundle + " " + settings);
    }

    public ModelBundle bundle() {
        return bundle;
    }

    public Generator generator() {
        return generator;
    }

    /** Empty for a bundle that takes no photographs as styles. */
    public Optional<StyleEncoder> encoder() {
        return encoder;
    }

    @Override
    public void close() {
        encoder.ifPresent(StyleEncoder::close);
        generator.close();
    }
}
