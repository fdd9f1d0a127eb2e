package org.limner.trainer.rendering;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.bundle.GraphInput;
import org.limner.trainer.config.ConfigException;

/** The segmentation of {@code one-hot} graphs: {@code N x L x H x W} in {0, 1}, with the instance edge last where it is read. */
final class OneHotInputs implements MaskInputs {
    private final WindowGeometry geometry;
    private FloatBuffer memory = FloatBuffer.allocate(0);

    OneHotInputs(WindowGeometry geometry) {
        this.geometry = geometry;
    }

    @Override
    public List<GraphInput> of(RenderMask mask, int images) {
        int[] codes = mask.codes();
        int channels = geometry.labels() + (geometry.edges() ? 1 : 0);
        long size = (long) images * channels * codes.length;
        if (size * Float.BYTES > Integer.MAX_VALUE) {
            throw new ConfigException(
                    "%,d images take %,d bytes of one-hot segmentation, and a buffer holds %,d: take fewer styles"
                            .formatted(images, size * Float.BYTES, Integer.MAX_VALUE));
        }
        if (memory.capacity() < size) {
            memory = ByteBuffer.allocateDirect((int) size * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        memory.clear().limit((int) size);
        float[] zeros = new float[codes.length];
        for (int image = 0; image < images; image++) {
            int start = image * channels * codes.length;
            for (int channel = 0; channel < channels; channel++) {
                memory.put(start + channel * codes.length, zeros);
            }
            for (int i = 0; i < codes.length; i++) {
                boolean edge = codes[i] >= geometry.labels();
                memory.put(start + (edge ? codes[i] - geometry.labels() : codes[i]) * codes.length + i, 1);
                if (edge) {
                    memory.put(start + (channels - 1) * codes.length + i, 1);
                }
            }
        }
        return List.of(new GraphInput(
                "segmentation", memory, new long[] {images, channels, geometry.height(), geometry.width()}));
    }
}
