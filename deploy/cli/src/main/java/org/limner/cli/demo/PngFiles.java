package org.limner.cli.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;

/** Pictures to and from the bytes of image files, in memory. */
final class PngFiles {
    private PngFiles() {}

    /** @param what names the picture in the message when it cannot be read */
    static BufferedImage read(byte[] file, String what) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
            if (picture == null) {
                throw new CommandFailedException(
                        ExitCode.JOB_NOT_SUCCEEDED, what + " is no image: " + file.length + " bytes");
            }
            return picture;
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.JOB_NOT_SUCCEEDED, what + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The bytes of a PNG file. */
    static byte[] write(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, "png", bytes)) {
                throw new IllegalStateException("no PNG writer for " + picture);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
