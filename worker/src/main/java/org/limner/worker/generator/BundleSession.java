package org.limner.worker.generator;

import java.util.List;
import java.util.Optional;
import org.limner.schemas.bundle.Conditioning;
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
    private final Generator generator;
    private final Optional<StyleEncoder> encoder;

    /** Takes ownership of generator and encoder. */
    public BundleSession(ModelBundle bundle, Generator generator, Optional<StyleEncoder> encoder) {
        this.bundle = bundle;
        this.generator = generator;
        this.encoder = encoder;
    }

    /**
     * Opens the sessions and runs each once. Throws {@link BundleRefusedException} when a graph is not what the manifest
     * says or the device is not there.
     */
    public static BundleSession open(ModelBundle bundle, SessionSettings settings) {
        if (bundle.manifest().conditioning() != Conditioning.ONE_HOT) {
            throw new BundleRefusedException("bundle '" + bundle.reference() + "' has conditioning "
                    + bundle.manifest().conditioning().jsonName() + ", which this worker does not serve");
        }
        Generator generator = OnnxGenerator.open(bundle, settings);
        BundleSession session;
        try {
            session = new BundleSession(
                    bundle, generator, bundle.encoderFile().map(file -> OnnxStyleEncoder.open(bundle, settings)));
        } catch (RuntimeException e) {
            generator.close();
            throw e;
        }
        try {
            session.warmUp();
            return session;
        } catch (InferenceFailedException | JobRejectedException e) {
            session.close();
            throw new BundleRefusedException(
                    "bundle '" + bundle.reference() + "' does not render on " + settings.device() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** The first run allocates and plans; also shows that the graph can run at all. */
    private void warmUp() throws InferenceFailedException, JobRejectedException {
        IndexImage onePixel = new IndexImage(1, 1, new short[1]);
        Optional<EdgeMap> edges = bundle.manifest().instances()
                ? Optional.of(EdgeMap.of(
                        onePixel, bundle.manifest().width(), bundle.manifest().height()))
                : Optional.empty();
        StyleVector style = new StyleVector(new float[bundle.manifest().styleSize()]);
        PreparedMask mask = generator.prepare(LabelMap.of(onePixel, bundle.manifest()), edges);
        generator.generate(new RenderBatch(List.of(new RenderRequest(mask, style))));
        if (encoder.isPresent()) {
            encoder.get().encode(new RgbImage(1, 1, new byte[3]));
        }
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
