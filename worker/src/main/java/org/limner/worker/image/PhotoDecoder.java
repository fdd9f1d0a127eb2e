package org.limner.worker.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;

/**
 * Reads photographs from JPEG and PNG files. Thread-safe.
 *
 * <p>Samples are taken as the file has them: colour profiles, gamma and the orientation tag of cameras are ignored, as
 * they are when training data is read.
 */
public final class PhotoDecoder {
    private static final int PNG_SIZE_OFFSET = 16; // of width and height in the header chunk, which comes first
    private static final int PNG_HEADER_END = 33;

    /**
     * Each scan goes over the whole picture, and one of 40 bytes can leave all of it as it is: without a limit a file of
     * 256 KiB keeps a thread busy for minutes.
     */
    private static final int MOST_SCANS = 100;

    private final JobLimits limits;

    /** @param limits whose mask size also bounds photographs */
    public PhotoDecoder(JobLimits limits) {
        this.limits = limits;
    }

    /**
     * Throws UNREADABLE_IMAGE for what is no whole opaque picture, and LIMIT_EXCEEDED before anything of the picture's
     * size is allocated.
     */
    public RgbImage decode(byte[] file) throws JobRejectedException {
        if (FileSignature.isPng(file)) {
            if (file.length < PNG_HEADER_END) {
                throw unreadable("the PNG is truncated: it ends after " + file.length + " bytes, in its header");
            }
            ByteBuffer size = ByteBuffer.wrap(file, PNG_SIZE_OFFSET, 8);
            checkSize("PNG", size.getInt() & 0xFFFFFFFFL, size.getInt() & 0xFFFFFFFFL);
            return toRgb(read(file, "png"));
        }
        if (FileSignature.isJpeg(file)) {
            JpegHeader header = JpegHeader.read(file);
            checkSize("JPEG", header.width(), header.height());
            if (header.components() != 1 && header.components() != 3) {
                throw unreadable("the JPEG has " + header.components()
                        + " colour components, as CMYK has; send a grey or RGB one");
            }
            if (header.scans() > MOST_SCANS) {
                throw unreadable("the JPEG has " + header.scans()
                        + " scans; progressive files have about 10, and more than " + MOST_SCANS + " are not read");
            }
            return toRgb(read(file, "jpeg"));
        }
        throw unreadable("not a JPEG or PNG file but " + FileSignature.describe(file));
    }

    private void checkSize(String kind, long width, long height) throws JobRejectedException {
        if (width > limits.maskWidth() || height > limits.maskHeight()) {
            throw new JobRejectedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the " + kind + " is " + width + " x " + height + " pixels but at most " + limits.maskWidth()
                            + " x " + limits.maskHeight() + " are allowed");
        }
    }

    private static BufferedImage read(byte[] file, String format) throws JobRejectedException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        List<String> warnings = new ArrayList<>();
        // Not ImageIO.read, which puts a cache file into the temporary folder and drops the warnings.
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(stream, true, true);
            BufferedImage picture = reader.read(0);
            for (String warning : warnings) {
                // The JPEG reader fills what is missing with grey and only warns.
                if (warning.contains("Truncated") || warning.contains("premature end")) {
                    throw unreadable("the " + format + " is truncated: it ends after " + file.length + " bytes");
                }
            }
            return picture;
        } catch (IOException | RuntimeException e) { // damaged files also surface as unchecked exceptions
            JobRejectedException rejection =
                    unreadable("the " + format + " of " + file.length + " bytes cannot be read: " + e.getMessage());
            rejection.initCause(e);
            throw rejection;
        } finally {
            reader.dispose();
        }
    }

    /**
     * Samples, not {@link BufferedImage#getRGB}: that one takes grey for linear light and brightens it.
     */
    private static RgbImage toRgb(BufferedImage picture) throws JobRejectedException {
        int width = picture.getWidth();
        int height = picture.getHeight();
        Raster raster = picture.getRaster();
        boolean indexed = picture.getColorModel() instanceof IndexColorModel;
        int bands = raster.getNumBands();
        boolean alpha = picture.getColorModel().hasAlpha();
        int shift = indexed ? 0 : picture.getColorModel().getComponentSize(0) - 8;
        byte[] pixels = new byte[width * height * 3];
        int[] samples = new int[width * bands];
        int at = 0;
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                int first = x * bands;
                if (alpha && isTransparent(picture, x, y)) {
                    throw unreadable("the picture is transparent at (" + x + ", " + y + "); send an opaque one");
                }
                if (indexed) {
                    int rgb = picture.getColorModel().getRGB(samples[first]);
                    pixels[at++] = (byte) (rgb >> 16);
                    pixels[at++] = (byte) (rgb >> 8);
                    pixels[at++] = (byte) rgb;
                } else {
                    boolean grey = bands < 3;
                    pixels[at++] = scale(samples[first], shift);
                    pixels[at++] = scale(samples[grey ? first : first + 1], shift);
                    pixels[at++] = scale(samples[grey ? first : first + 2], shift);
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }

    private static boolean isTransparent(BufferedImage picture, int x, int y) {
        return picture.getColorModel().getAlpha(picture.getRaster().getDataElements(x, y, null)) != 255;
    }

    /** To 8 bits: the high ones of 16; grey of 1, 2 and 4 bits comes from the reader with a palette. */
    private static byte scale(int sample, int shift) {
        return (byte) (shift >= 0 ? sample >> shift : sample << -shift);
    }

    private static JobRejectedException unreadable(String message) {
        return new JobRejectedException(ErrorCode.UNREADABLE_IMAGE, message);
    }
}
