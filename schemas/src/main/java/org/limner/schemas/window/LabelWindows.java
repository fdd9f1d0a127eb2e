package org.limner.schemas.window;

import java.util.List;

/** The tables of one mask at every level. Immutable. */
public final class LabelWindows {
    private final List<LevelWindows> levels;
    private final int[] firstCodes;

    LabelWindows(List<LevelWindows> levels, int[] firstCodes) {
        this.levels = List.copyOf(levels);
        this.firstCodes = firstCodes;
    }

    /** In the order of {@link WindowGeometry#levels()}. */
    public List<LevelWindows> levels() {
        return levels;
    }

    /** Of {@link WindowGeometry#FIRST_CODES}; empty when the generator does not read it. */
    int[] firstCodes() {
        return firstCodes;
    }

    /** Memory held. */
    public long bytes() {
        return levels.stream().mapToLong(LevelWindows::bytes).sum() + (long) firstCodes.length * Integer.BYTES;
    }
}
