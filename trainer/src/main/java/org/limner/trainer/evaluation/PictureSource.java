package org.limner.trainer.evaluation;

import java.util.List;

/** Pictures to be measured, made or read when they are asked for. Where they belong to an {@link ImageSet}, they are in its order. */
public interface PictureSource {
    /** Heads a column of the report. */
    String name();

    int size();

    /** Pictures {@code from} (inclusive) to {@code to} (exclusive). */
    List<Shown> pictures(int from, int to);
}
