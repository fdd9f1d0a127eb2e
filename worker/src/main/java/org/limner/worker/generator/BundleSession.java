package org.limner.worker.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.limner.worker.bundle.BundleRefusedException;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.IndexImage;
import org.limner.worker.mask.LabelMap;
import org.limner.worker.style.StyleEncoder;
import org.limner.worker.style.StyleVector;

/** A bundle's graphs, opened, checked against its manifest and warm. Owns the sessions. */
public final class BundleSession implements AutoCloseable {
    private final ModelBundle bundle;
    private final List<Generator> generators;
    private final Optional<StyleEncoder> encoder;

    /**
     * Takes ownership of generators and encoder.
     *
     * @param generators at least one; the same generator in a session each
     */
    public BundleSession(ModelBundle bundle, List<Generator> generators, Optional<StyleEncoder> encoder) {
        this.bundle = bundle;
        this.generators = List.copyOf(generators);
        this.encoder = encoder;
    }

    /**
     * Opens the sessions and runs each once. Throws {@link BundleRefusedException} when a graph is not what the manifest
     * says or the device is not there.
     */
    public static BundleSession open(ModelBundle bundle, SessionSettings settings) {
        BundleSession session = openCold(bundle, settings);
        try {
            session.warmUp(settings);
            return session;
        } catch (BundleRefusedException e) {
            session.close();
            throw e;
        }
    }

    /** As {@link #open}, without the first runs. */
    static BundleSession openCold(ModelBundle bundle, SessionSettings settings) {
        List<Generator> generators = new ArrayList<>();
        Optional<StyleEncoder> encoder = Optional.empty();
        try {
            for (int i = 0; i < settings.sessions(); i++) {
                generators.add(generator(bundle, settings));
            }
            encoder = bundle.encoderFile().map(file -> OnnxStyleEncoder.open(bundle, settings));
            return new BundleSession(bundle, generators, encoder);
        } catch (RuntimeException e) {
            close(generators, encoder);
            throw e;
        }
    }

    private static Generator generator(ModelBundle bundle, SessionSettings settings) {
        Generator generator = OnnxGenerator.open(bundle, settings);
        return settings.device() instanceof Device.Cuda ? BucketGenerator.wrap(generator) : generator;
    }

    /**
     * Runs each session once, which allocates and plans, and shows that the graphs can run at all. Throws
     * {@link BundleRefusedException} when one cannot; closes nothing.
     */
    void warmUp(SessionSettings settings) {
        try {
            runOnce();
        } catch (InferenceFailedException | JobRejectedException e) {
            throw new BundleRefusedException(
                    "bundle '" + bundle.reference() + "' does not render on " + settings.device() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void runOnce() throws InferenceFailedException, JobRejectedException {
        IndexImage onePixel = new IndexImage(1, 1, new short[1]);
        Optional<EdgeMap> edges = bundle.manifest().instances()
                ? Optional.of(EdgeMap.of(
                        onePixel, bundle.manifest().width(), bundle.manifest().height()))
                : Optional.empty();
        StyleVector style = new StyleVector(new float[bundle.manifest().styleSize()]);
        PreparedMask mask = generator().prepare(LabelMap.of(onePixel, bundle.manifest()), edges);
        for (Generator generator : generators) {
            generator.generate(new RenderBatch(List.of(new RenderRequest(mask, style))));
        }
        if (encoder.isPresent()) {
            encoder.get().encode(new RgbImage(1, 1, new byte[3]));
        }
    }

    public ModelBundle bundle() {
        return bundle;
    }

    /** The first session. It prepares masks for the others too. */
    public Generator generator() {
        return generators.get(0);
    }

    /** All sessions of the generator. */
    public List<Generator> generators() {
        return generators;
    }

    /** Empty for a bundle that takes no photographs as styles. */
    public Optional<StyleEncoder> encoder() {
        return encoder;
    }

    @Override
    public void close() {
        close(generators, encoder);
    }

    private static void close(List<Generator> generators, Optional<StyleEncoder> encoder) {
        encoder.ifPresent(StyleEncoder::close);
        generators.forEach(Generator::close);
    }
}
