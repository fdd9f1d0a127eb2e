package org.limner.schemas.window;

import java.util.ArrayList;
import java.util.List;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.BundleManifest;

/**
 * What fixes the inputs of a {@code label-window} graph.
 *
 * @param labels      classes, void included where the bundle has it
 * @param edges       whether instance edges are read
 * @param height      of the image in pixels
 * @param width       of the image in pixels
 * @param doublings   the first map is the image's size divided by 2 to the power of this
 * @param kernel      side of the modulation's kernels: 1, 3 or 5
 * @param readsLabels whether the first map is made of the label map rather than of a style vector
 */
public record WindowGeometry(
        int labels, boolean edges, int height, int width, int doublings, int kernel, boolean readsLabels) {
    /**
     * The input of a generator without a style: codes of the first map with one more place on every side,
     * {@code N x (h + 2) x (w + 2)}; its first convolution has a 3 x 3 kernel in every architecture.
     */
    public static final String FIRST_CODES = "first";

    /** One size that the generator works at. */
    public record Level(int height, int width) {}

    public WindowGeometry {
        if (labels < 1 || kernel % 2 == 0 || kernel < 1) {
            throw new IllegalArgumentException(
                    "windows need labels and an odd kernel, not " + labels + " labels and kernel " + kernel);
        }
        if (doublings < 0 || doublings >= Integer.SIZE - 1) {
            throw new IllegalArgumentException("a map cannot be doubled " + doublings + " times");
        }
        int stride = 1 << doublings;
        if (height % stride != 0 || width % stride != 0 || height < stride || width < stride) {
            throw new IllegalArgumentException(
                    "an image of " + width + " x " + height + " cannot be halved " + doublings + " times");
        }
    }

    /** Of a bundle's generator. */
    public static WindowGeometry of(BundleManifest bundle) {
        return of(bundle.architecture(), bundle.inputChannels(), bundle.instances(), bundle.height(), bundle.width());
    }

    /** @param inputChannels labels, void and, where {@code edges}, the instance edge */
    public static WindowGeometry of(
            Architecture architecture, int inputChannels, boolean edges, int height, int width) {
        return new WindowGeometry(
                inputChannels - (edges ? 1 : 0),
                edges,
                height,
                width,
                architecture.upsampling().doublings(),
                architecture.spadeKernel(),
                architecture.input() == Architecture.Input.LABEL);
    }

    /** Codes there are: a label, or a label on an edge, or outside the image. */
    public int codes() {
        return outside() + 1;
    }

    /** The code of a pixel. */
    public int code(int label, boolean edge) {
        return edge ? label + labels : label;
    }

    /** The code of a place outside the image. */
    public int outside() {
        return edges ? 2 * labels : labels;
    }

    /** From the first map to the image, each twice as wide as the one before. */
    public List<Level> levels() {
        List<Level> levels = new ArrayList<>();
        for (int halvings = doublings; halvings >= 0; halvings--) {
            levels.add(new Level(height >> halvings, width >> halvings));
        }
        return levels;
    }
}
