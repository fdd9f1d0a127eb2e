package org.limner.trainer.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.bundle.ConditionInputs;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.Batch;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.weights.WeightTensor;

/** A bundle's graphs in ONNX Runtime, as its users run them. Owns the sessions. */
public final class BundleRenderer implements Renderer, AutoCloseable {
    private final BundleManifest manifest;
    private final GraphSession generator;
    private final @Nullable GraphSession encoder;

    private BundleRenderer(BundleManifest manifest, GraphSession generator, @Nullable GraphSession encoder) {
        this.manifest = manifest;
        this.generator = generator;
        this.encoder = encoder;
    }

    /**
     * Opens a bundle after its files' digests have been compared with its manifest.
     *
     * @throws ConfigException if it is none or a file is not what the manifest says
     */
    public static BundleRenderer open(Path folder, int threads) throws IOException {
        Path file = folder.resolve(BundleManifest.MANIFEST_FILE);
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(folder + " is no bundle: " + BundleManifest.MANIFEST_FILE + " is missing");
        }
        BundleManifest manifest;
        try {
            manifest = new BundleManifestCodec().decode(Files.readAllBytes(file));
        } catch (IllegalArgumentException broken) {
            throw new ConfigException(file + ": " + broken.getMessage(), broken);
        }
        for (Map.Entry<String, String> listed : manifest.files().entrySet()) {
            Path part = folder.resolve(listed.getKey());
            String found = Files.isRegularFile(part) ? PictureNetwork.digest(part) : "no such file";
            if (!found.equals(listed.getValue())) {
                throw new ConfigException(
                        "%s: the manifest lists sha256 %s but it is %s".formatted(part, listed.getValue(), found));
            }
        }
        GraphSession generator = GraphSession.open(folder.resolve(BundleManifest.GENERATOR_FILE), threads);
        GraphSession encoder = null;
        try {
            if (manifest.encoderInputSize().isPresent()) {
                encoder = GraphSession.open(folder.resolve(BundleManifest.ENCODER_FILE), threads);
            }
            return new BundleRenderer(manifest, generator, encoder);
        } catch (RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    public BundleManifest manifest() {
        return manifest;
    }

    @Override
    public String name() {
        return "bundle";
    }

    @Override
    public int width() {
        return manifest.width();
    }

    @Override
    public int height() {
        return manifest.height();
    }

    @Override
    public int labelChannels() {
        return manifest.inputChannels() - (manifest.instances() ? 1 : 0);
    }

    @Override
    public int styleSize() {
        return manifest.styleSize();
    }

    @Override
    public boolean encodes() {
        return encoder != null;
    }

    @Override
    public List<RgbImage> render(List<Example> examples, @Nullable List<float[]> styles) {
        Batch batch = Batch.of(examples, manifest.instances());
        Map<String, WeightTensor> inputs = new LinkedHashMap<>(ConditionInputs.of(
                manifest.conditioning(), batch.labels(), batch.edges(), WindowGeometry.of(manifest)));
        if (styles != null) {
            float[] z = new float[styles.size() * manifest.styleSize()];
            for (int i = 0; i < styles.size(); i++) {
                System.arraycopy(styles.get(i), 0, z, i * manifest.styleSize(), manifest.styleSize());
            }
            inputs.put("z", WeightTensor.of(z, styles.size(), manifest.styleSize()));
        }
        long[] levels = generator.run(inputs).get("pixels").longs(); // N x H x W x 3
        int each = 3 * width() * height();
        List<RgbImage> pictures = new ArrayList<>();
        for (int n = 0; n < examples.size(); n++) {
            byte[] pixels = new byte[each];
            for (int i = 0; i < each; i++) {
                pixels[i] = (byte) levels[n * each + i];
            }
            pictures.add(new RgbImage(width(), height(), pixels));
        }
        return pictures;
    }

    @Override
    public List<StyleCode> encode(List<Example> examples) {
        if (encoder == null) {
            throw new IllegalStateException("bundle " + manifest.name() + " has no encoder");
        }
        int size = manifest.encoderInputSize().orElseThrow();
        float[] values = new float[examples.size() * 3 * size * size];
        for (int n = 0; n < examples.size(); n++) {
            // Bilinear without antialiasing, as the encoder was trained.
            float[] photo = Kernel.BILINEAR
                    .resize(Planes.of(examples.get(n).photo()), size, size)
                    .values();
            for (int i = 0; i < photo.length; i++) {
                values[n * photo.length + i] = photo[i] * 2 - 1;
            }
        }
        Map<String, WeightTensor> answer =
                encoder.run(Map.of("image", WeightTensor.of(values, examples.size(), 3, size, size)));
        float[] mu = answer.get("mu").floats();
        float[] logvar = answer.get("logvar").floats();
        int z = manifest.styleSize();
        List<StyleCode> codes = new ArrayList<>();
        for (int n = 0; n < examples.size(); n++) {
            codes.add(new StyleCode(
                    Arrays.copyOfRange(mu, n * z, (n + 1) * z), Arrays.copyOfRange(logvar, n * z, (n + 1) * z)));
        }
        return codes;
    }

    @Override
    public void close() {
        generator.close();
        if (encoder != null) {
            encoder.close();
        }
    }
}
