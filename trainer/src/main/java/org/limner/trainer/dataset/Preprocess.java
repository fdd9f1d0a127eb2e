package org.limner.trainer.dataset;

/**
 * How a picture of any size comes to the size from which the training's is cut; the names are the reference's. All but
 * {@link #RESIZE_AND_CROP} and {@link #FIXED} keep the form of what is in the picture.
 */
public enum Preprocess {
    /** To the load size, whatever the form, then a random window. */
    RESIZE_AND_CROP(true),
    /** A random window of the picture as it is. */
    CROP(true),
    /** To the load width; the height follows, and must come out as the image's. */
    SCALE_WIDTH(false),
    /** To the load width, the height follows, then a random window. */
    SCALE_WIDTH_AND_CROP(true),
    /** The short side to the smaller of the load sizes; the long side follows. Both must come out as the image's. */
    SCALE_SHORTSIDE(false),
    /** The short side to the smaller of the load sizes, the long side follows, then a random window. */
    SCALE_SHORTSIDE_AND_CROP(true),
    /** To the image's size, whatever the form. */
    FIXED(false),
    /** Each side to the nearest multiple that the upsampling needs, which must come out as the image's. */
    NONE(false);

    private final boolean crops;

    Preprocess(boolean crops) {
        this.crops = crops;
    }

    /** Whether a random window is cut, so that what is loaded may be larger than the image. */
    public boolean crops() {
        return crops;
    }
}
