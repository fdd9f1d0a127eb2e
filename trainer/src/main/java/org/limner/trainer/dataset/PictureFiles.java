package org.limner.trainer.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Decodes what the JDK reads (JPEG, PNG, BMP, TIFF) and Netpbm's binary files: photographs to RGB, instance maps to the
 * numbers in them; writes PNGs.
 */
public final class PictureFiles {
    /** What the JDK's JPEG reader warns of when pixels are lost; stray bytes between segments are none of that. */
    private static final Pattern MISSING_PIXELS =
            Pattern.compile("Truncated File|Corrupt JPEG data(?!.*extraneous bytes)");

    private PictureFiles() {}

    /** A grey one becomes RGB with equal channels, alpha is ignored. */
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

    /**
     * Object ids: the numbers in a grey file of up to 16 bits, the palette indices (never the colours) of a palette
     * file, or a colour's 24 bits.
     */
    public static InstanceMap readInstances(Path file) {
        Raster raster = decode(file).getRaster();
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] ids =
                raster.getNumBands() >= 3 ? colors(raster) : raster.getSamples(0, 0, width, height, 0, (int[]) null);
        return new InstanceMap(width, height, ids);
    }

    /**
     * Width and height, from the file's first bytes.
     *
     * @throws DatasetException if it is no picture
     */
    public static PictureSize size(Path file) {
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                byte[] bytes = Files.readAllBytes(file);
                if (PortablePixmap.is(bytes)) {
                    return PortablePixmap.size(bytes);
                }
                throw noPicture(file, bytes);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return new PictureSize(reader.getWidth(0), reader.getHeight(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be decoded: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw undecodable(file, e);
        }
    }

    /** {@code 0xRRGGBB} per pixel, straight from the samples: a colour profile must not move them. */
    static int[] colors(Raster raster) {
        int width = raster.getWidth();
        int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        int bands = raster.getNumBands();
        int[] colors = new int[width * raster.getHeight()];
        int[] row = new int[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                colors[y * width + x] = (row[x * bands] >> shift) << 16
                        | (row[x * bands + 1] >> shift) << 8
                        | row[x * bands + 2] >> shift;
            }
        }
        return colors;
    }

    /** A PNG of the pixels as they are. */
    public static void writePng(RgbImage image, Path file) throws IOException {
        Files.write(file, png(image));
    }

    /** The bytes of a PNG of the pixels as they are. */
    public static byte[] png(RgbImage image) throws IOException {
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
        return bytes.toByteArray();
    }

    static BufferedImage decode(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (PortablePixmap.is(bytes)) {
                return PortablePixmap.read(bytes);
            }
            ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw noPicture(file, bytes);
            }
            return decode(readers.next(), stream);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be decoded: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw undecodable(file, e);
        }
    }

    private static BufferedImage decode(ImageReader reader, ImageInputStream stream) throws IOException {
        List<String> warnings = new ArrayList<>();
        try {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            BufferedImage image = reader.read(0);
            // A JPEG that ends too early comes out grey from there on, with no more than a warning.
            for (String warning : warnings) {
                if (MISSING_PIXELS.matcher(warning).find()) {
                    throw new IOException(warning);
                }
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    /** ImageIO throws what it likes at broken streams: NegativeArraySize, IndexOutOfBounds, .. */
    private static DatasetException undecodable(Path file, RuntimeException e) {
        return e instanceof DatasetException known ? known : new DatasetException(file + " cannot be decoded: " + e, e);
    }

    private static DatasetException noPicture(Path file, byte[] bytes) {
        boolean webp = new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1).endsWith("WEBP");
        return new DatasetException("%s (%,d bytes) is %s"
                .formatted(
                        file,
                        bytes.length,
                        webp
                                ? "WebP, which Java does not read: convert it to PNG or JPEG"
                                : "no JPEG, PNG, BMP, TIFF, PGM or PPM"));
    }
}
