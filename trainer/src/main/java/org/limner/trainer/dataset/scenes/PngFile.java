package org.limner.trainer.dataset.scenes;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes PNG files. */
final class PngFile {
    private PngFile() {}

    static void write(BufferedImage image, Path file) throws IOException {
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this JDK writes no PNG of image type " + image.getType() + " to " + file);
        }
    }
}
