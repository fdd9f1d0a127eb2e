package org.limner.worker.generator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;

/**
 * Label maps on their way into the plain graph: {@code N x C x H x W}, float32, 0 or 1, row-major, direct memory in native
 * order. {@code C} is one channel per label, one for void where the bundle has it, and one for instance edges, last.
 * Used by one thread; the memory is kept for the next batch.
 */
final class OneHotBatch {
    private static final float[] ZEROS = new float[1 << 14];

    private final int channels;
    private final int height;
    private final int width;
    private final boolean edges;
    private FloatBuffer memory = FloatBuffer.allocate(0);

    OneHotBatch(BundleManifest bundle) {
        channels = bundle.inputChannels();
        height = bundle.height();
        width = bundle.width();
        edges = bundle.instances();
    }

    /** Shape of a packed batch of {@code size}. */
    long[] shape(int size) {
        return new long[] {size, channels, height, width};
    }

    /** What {@link #shape} says, valid until the next call; RESOURCES when it cannot be one buffer. */
    FloatBuffer pack(RenderBatch batch) throws InferenceFailedException {
        int plane = height * width;
        FloatBuffer packed = cleared(batch.size());
        for (int n = 0; n < batch.size(); n++) {
            OneHotMask mask = (OneHotMask) batch.requests().get(n).mask();
            int image = n * channels * plane;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    packed.put(image + mask.labels().at(x, y) * plane + y * width + x, 1);
                }
            }
            if (edges) {
                int last = image + (channels - 1) * plane;
                mask.edges().orElseThrow().forEachEdge((x, y) -> packed.put(last + y * width + x, 1));
            }
        }
        return packed;
    }

    private FloatBuffer cleared(int size) throws InferenceFailedException {
        long numbers = (long) size * channels * height * width;
        if (numbers * Float.BYTES > Integer.MAX_VALUE) {
            throw new InferenceFailedException(
                    FailureKind.RESOURCES,
                    "a batch of " + size + " label maps of " + channels + " x " + height + " x " + width + " takes "
                            + numbers * Float.BYTES + " bytes, more than one buffer holds",
                    null);
        }
        if (memory.capacity() < numbers) {
            memory = ByteBuffer.allocateDirect((int) numbers * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        } else {
            memory.clear().limit((int) numbers);
            while (memory.hasRemaining()) {
                memory.put(ZEROS, 0, Math.min(ZEROS.length, memory.remaining()));
            }
        }
        return memory.clear().limit((int) numbers);
    }
}
