package org.limner.chaos.job;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/** Masks and photographs as PNG files, drawn at random. */
public final class Pictures {
    private Pictures() {}

    /** Labels below {@code labels} in rectangles over each other. */
    static byte[] mask(RandomGenerator random, int width, int height, int labels) {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 12; i++) {
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            fill(mask, x, y, 1 + random.nextInt(width - x), 1 + random.nextInt(height - y), random.nextInt(labels));
        }
        return png(mask);
    }

    /** A mask of {@code side x side} whose file has at most {@code bytes}, and nearly that if the side allows. */
    public static byte[] large(RandomGenerator random, int side, int bytes, int labels) {
        byte[] file = bands(side, side, labels);
        // Rows of noise do not compress: ever more of them, until the file is as large as it may be.
        for (int rows = side / 32; rows <= side; rows += side / 32) {
            byte[] larger = noisyBands(random, side, rows, labels);
            if (larger.length > bytes) {
                break;
            }
            file = larger;
        }
        return file;
    }

    private static byte[] noisyBands(RandomGenerator random, int side, int noisyRows, int labels) {
        BufferedImage mask = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        mask.getRaster()
                .setSamples(
                        0,
                        0,
                        side,
                        noisyRows,
                        0,
                        random.ints((long) side * noisyRows, 0, labels).toArray());
        return png(mask);
    }

    /** Labels below {@code labels} in horizontal bands: the smallest file of a size. */
    public static byte[] bands(int width, int height, int labels) {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int label = 0; label < labels; label++) {
            int top = label * height / labels;
            fill(mask, 0, top, width, (label + 1) * height / labels - top, label);
        }
        return png(mask);
    }

    /** The same everywhere, {@code id} as its one label. */
    static byte[] flat(int width, int height, int id) {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        fill(mask, 0, 0, width, height, id);
        return png(mask);
    }

    /** A photograph of nothing: random colours. */
    static byte[] photograph(RandomGenerator random, int side) {
        BufferedImage photograph = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                photograph.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return png(photograph);
    }

    private static void fill(BufferedImage mask, int left, int top, int width, int height, int id) {
        int[] ids = new int[width * height];
        java.util.Arrays.fill(ids, id);
        mask.getRaster().setSamples(left, top, width, height, 0, ids);
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return file.toByteArray();
    }
}
