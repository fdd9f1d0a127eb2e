package org.limner.trainer.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.RgbImage;

/** A generator that masks can be given to, with its encoder where it has one. Examples come in the generator's own size. */
public interface Renderer {
    /** Which weights and how they run, such as {@code ema}; heads a column of the report. */
    String name();

    /** Of masks and pictures, in pixels. */
    int width();

    /** Of masks and pictures, in pixels. */
    int height();

    /** Channels of the label map: classes, and void where the generator knows it; without the instance edge. */
    int labelChannels();

    /** Numbers in a style; 0: the generator reads none. */
    int styleSize();

    /** Whether {@link #encode} works. */
    boolean encodes();

    /**
     * One picture per example, in 8 bits as a worker writes them.
     *
     * @param styles one per example; null exactly when the generator reads none
     */
    List<RgbImage> render(List<Example> examples, @Nullable List<float[]> styles);

    /** What the examples' photos are encoded to, one per example. */
    List<StyleCode> encode(List<Example> examples);
}
