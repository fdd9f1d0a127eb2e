package org.limner.worker.image;

import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.Output;

/** Writes a picture in the format a job asks for. Thread-safe. */
public final class ImageFileWriter {
    private final PngWriter png = new PngWriter();
    private final JpegWriter jpeg = new JpegWriter();

    /** The bytes of a file of {@code output}'s format and quality. */
    public byte[] write(RgbImage image, Output output) {
        return output.format() == ImageFormat.PNG ? png.write(image) : jpeg.write(image, output.quality());
    }
}
