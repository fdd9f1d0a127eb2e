package org.limner.trainer.config;

import org.limner.schemas.bundle.Architecture;

/**
 * What fixes every array of a generator: its architecture and the sizes of what goes in and out.
 *
 * @param architecture  blocks, widths and normalisation
 * @param inputChannels of the segmentation: classes, then void when the data has it, then the instance edge when it is read
 * @param height        of the image in pixels, a multiple of 2 to the power of the architecture's doublings
 * @param width         of the image in pixels, likewise
 * @param styleSize     numbers in the style vector z; 0 for {@link Architecture.Input#LABEL}, which reads none
 */
public record GeneratorShape(Architecture architecture, int inputChannels, int height, int width, int styleSize) {
    public GeneratorShape {
        int stride = 1 << architecture.upsampling().doublings();
        if (height < stride || width < stride || height % stride != 0 || width % stride != 0) {
            throw new IllegalArgumentException("image is " + width + " x " + height + " but upsampling "
                    + architecture.upsampling() + " needs multiples of " + stride);
        }
        if (inputChannels < 1) {
            throw new IllegalArgumentException("segmentation needs at least 1 channel but has " + inputChannels);
        }
        if (architecture.normalization() == Architecture.Normalization.INSTANCE
                && height == stride
                && width == stride) {
            throw new IllegalArgumentException("an image of " + width + " x " + height + " starts from one pixel, which"
                    + " instance normalisation would make zero whatever it is; double a side or normalise by batch");
        }
        boolean readsStyle = architecture.input() == Architecture.Input.STYLE;
        if (readsStyle ? styleSize < 1 : styleSize != 0) {
            throw new IllegalArgumentException("style size is " + styleSize + " but a generator with input "
                    + architecture.input() + " needs " + (readsStyle ? "at least 1" : "0"));
        }
    }

    /** Rows of the first map, before any doubling. */
    public int firstHeight() {
        return height >> architecture.upsampling().doublings();
    }

    /** Columns of the first map, before any doubling. */
    public int firstWidth() {
        return width >> architecture.upsampling().doublings();
    }

    public boolean readsStyle() {
        return styleSize > 0;
    }
}
