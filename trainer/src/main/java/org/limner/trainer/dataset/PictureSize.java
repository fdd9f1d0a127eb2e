package org.limner.trainer.dataset;

/** Width and height in pixels. */
public record PictureSize(int width, int height) {
    public PictureSize {
        Extent.require(width, height);
    }

    public long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + " x " + height;
    }
}
