package org.limner.trainer.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** Writes small pictures into a folder, making the folders they are in. */
public record DrawnFolder(Path root) {
    /** Two classes, blue sky 0 and green sea 1, and void 255. */
    public DrawnFolder twoClasses() throws IOException {
        Files.writeString(root.resolve("classes.json"), """
                {"name": "two", "license": "none", "source": "drawn here", "void": 255, "classes": [
                  {"id": 0, "name": "sky", "color": "#0000ff"}, {"id": 1, "name": "sea", "color": "#00ff00"}]}
                """);
        return this;
    }

    /** A photo of coloured noise; the file's ending says its format. */
    public Path photo(String file, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(20260311);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt() | 0x40);
        }
        return write(image, file);
    }

    /** A grey photo. */
    public Path greyPhoto(String file, int width, int height) throws IOException {
        return write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), file);
    }

    /** A file of grey values, row by row; beyond 255 of 16 bits. */
    public Path numbers(String file, int width, int... values) throws IOException {
        boolean wide = Arrays.stream(values).anyMatch(value -> value > 255);
        BufferedImage image = new BufferedImage(
                width, values.length / width, wide ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < values.length; i++) {
            image.getRaster().setSample(i % width, i / width, 0, values[i]);
        }
        return write(image, file);
    }

    /** A file of colours, row by row. */
    public Path colors(String file, int width, int... values) throws IOException {
        BufferedImage image = new BufferedImage(width, values.length / width, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < values.length; i++) {
            image.setRGB(i % width, i / width, values[i]);
        }
        return write(image, file);
    }

    /** Any picture. */
    public Path write(BufferedImage image, String file) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        String format = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!ImageIO.write(image, format, path.toFile())) {
            throw new IOException("no writer for " + format);
        }
        return path;
    }

    /** Keeps the first half of a file. */
    public void truncate(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }
}
