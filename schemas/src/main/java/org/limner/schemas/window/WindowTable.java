package org.limner.schemas.window;

/**
 * The tables of one level, from single codes to whole windows. Rows of each table are distinct; a row names rows of the
 * table before it. {@code K} is the side of the modulation's kernels.
 */
public enum WindowTable {
    /** {@code R x K}: codes side by side. */
    STRIPS("strips"),
    /** {@code V x K}: strips above each other, which fix one hidden vector. */
    PATCHES("patches"),
    /** {@code T x K}: patches side by side, by number + 1; 0: a place outside the image, whose hidden vector is zero. */
    BANDS("bands"),
    /** {@code U x K}: bands above each other, which fix one modulation. */
    WINDOWS("windows"),
    /** {@code P x (H W)}: the window around each pixel. P is 1 when all images of a run are styles of one mask, else N. */
    PIXELS("pixels");

    private final String prefix;

    WindowTable(String prefix) {
        this.prefix = prefix;
    }

    /** The graph's input for this table at a level {@code width} pixels wide: for example {@code bands.64}. */
    public String input(int width) {
        return prefix + "." + width;
    }
}
