package org.limner.trainer.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Decodes photographs to RGB and index PNGs to the numbers in them; writes PNGs. */
public final class PictureFiles {
    private PictureFiles() {}

    /** A JPEG or PNG; a grey one becomes RGB with equal channels, alpha is ignored. */
    public static RgbImage readPhoto(Path file) {
        BufferedImage image = decode(file);
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] pixels = new byte[width * height * 3];
        Raster raster = image.getRaster();
        boolean palette = image.getColorModel() instanceof IndexColorModel;
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && raster.getDataBuffer() instanceof DataBufferByte bytes) {
            byte[] bgr = bytes.getData();
            for (int i = 0; i < pixels.length; i += 3) {
                pixels[i] = bgr[i + 2];
                pixels[i + 1] = bgr[i + 1];
                pixels[i + 2] = bgr[i];
            }
        } else if (raster.getNumBands() <= 2 && !palette) {
            // Samples as they are: getRGB would take grey for linear light and brighten it.
            int shift = raster.getSampleModel().getSampleSize(0) - 8;
            int[] grey = raster.getSamples(0, 0, width, height, 0, (int[]) null);
            for (int i = 0; i < grey.length; i++) {
                byte value = (byte) (shift > 0 ? grey[i] >> shift : grey[i]);
                pixels[3 * i] = value;
                pixels[3 * i + 1] = value;
                pixels[3 * i + 2] = value;
            }
        } else {
            int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
            for (int i = 0; i < argb.length; i++) {
                pixels[3 * i] = (byte) (argb[i] >> 16);
                pixels[3 * i + 1] = (byte) (argb[i] >> 8);
                pixels[3 * i + 2] = (byte) argb[i];
            }
        }
        return new RgbImage(width, height, pixels);
    }

    /** The numbers in a grey PNG of up to 16 bits, or the palette indices (never the colours) of a palette PNG. */
    static InstanceMap readIndices(Path file) {
        BufferedImage image = decode(file);
        Raster raster = image.getRaster();
        if (raster.getNumBands() != 1) {
            throw new DatasetException("%s has %d channels but labels are one number per pixel: a grey or palette PNG"
                    .formatted(file, raster.getNumBands()));
        }
        int width = image.getWidth();
        int height = image.getHeight();
        return new InstanceMap(width, height, raster.getSamples(0, 0, width, height, 0, (int[]) null));
    }

    /** A PNG of the pixels as they are. */
    public static void writePng(RgbImage image, Path file) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        byte[] rgb = image.pixels();
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Not to a plain stream: for that ImageIO makes a cache file and a shutdown hook, which a program that is being
        // stopped must not add any more.
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", stream);
        }
        Files.write(file, bytes.toByteArray());
    }

    private static BufferedImage decode(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
            if (image == null) {
                throw new DatasetException("%s (%d bytes) is neither JPEG nor PNG".formatted(file, bytes.length));
            }
            return image;
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be decoded: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // ImageIO throws what it likes at broken streams: NegativeArraySize, IndexOutOfBounds, ..
            if (e instanceof DatasetException known) {
                throw known;
            }
            throw new DatasetException(file + " cannot be decoded: " + e, e);
        }
    }
}
