package org.limner.chaos.fault;

import java.util.List;
import java.util.Optional;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.GeneratorRuntime;
import org.limner.worker.generator.PreparedMask;
import org.limner.worker.generator.RenderBatch;
import org.limner.worker.generator.RenderRequest;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/** Paints each label in its colour of the manifest and void in black, without the generator that it owns. */
final class FlatGenerator implements Generator {
    private final BundleManifest bundle;
    private final Generator unused;

    FlatGenerator(BundleManifest bundle, Generator unused) {
        this.bundle = bundle;
        this.unused = unused;
    }

    /** A mask as it is. */
    private record FlatMask(LabelMap labels) implements PreparedMask {
        @Override
        public long bytes() {
            return (long) labels.width() * labels.height() * Short.BYTES;
        }
    }

    @Override
    public PreparedMask prepare(LabelMap labels, Optional<EdgeMap> edges) {
        return new FlatMask(labels);
    }

    @Override
    public List<RgbImage> generate(RenderBatch batch) {
        return batch.requests().stream().map(this::paint).toList();
    }

    private RgbImage paint(RenderRequest request) {
        LabelMap labels = ((FlatMask) request.mask()).labels();
        byte[] pixels = new byte[bundle.height() * bundle.width() * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            int label = labels.at(i / 3 % bundle.width(), i / 3 / bundle.width());
            int rgb =
                    label < bundle.labels().size() ? bundle.labels().get(label).rgb() : 0;
            pixels[i] = (byte) (rgb >> 16);
            pixels[i + 1] = (byte) (rgb >> 8);
            pixels[i + 2] = (byte) rgb;
        }
        return new RgbImage(bundle.width(), bundle.height(), pixels);
    }

    @Override
    public GeneratorRuntime runtime() {
        return new GeneratorRuntime("flat colors", "cpu");
    }

    @Override
    public void close() {
        unused.close();
    }
}
