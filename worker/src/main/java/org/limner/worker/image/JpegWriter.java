package org.limner.worker.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Writes baseline JPEG files without chroma subsampling (4:4:4): the edges between drawn regions are where halved
 * colour shows. Thread-safe.
 */
public final class JpegWriter {
    private static final String METADATA_FORMAT = "javax_imageio_jpeg_image_1.0";

    /**
     * The bytes of a JPEG file.
     *
     * @param quality 1 to 100
     */
    public byte[] write(RgbImage image, int quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream(image.bytes().length / 4 + 1024);
        // ImageIO.createImageOutputStream would put a cache file into the temporary folder.
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality / 100f);
            BufferedImage picture = toBufferedImage(image);
            writer.setOutput(stream);
            IIOMetadata metadata = fullChroma(writer, parameters, picture);
            writer.write(null, new IIOImage(picture, List.of(), metadata), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("JPEG of " + image + " could not be written to memory", e);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    /** The writer's own metadata with sampling factor 1 for every component; its default halves the chroma. */
    private static IIOMetadata fullChroma(ImageWriter writer, ImageWriteParam parameters, BufferedImage picture)
            throws IOException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), parameters);
        Element root = (Element) metadata.getAsTree(METADATA_FORMAT);
        NodeList components = root.getElementsByTagName("componentSpec");
        IntStream.range(0, components.getLength()).mapToObj(components::item).forEach(component -> {
            ((Element) component).setAttribute("HsamplingFactor", "1");
            ((Element) component).setAttribute("VsamplingFactor", "1");
        });
        metadata.setFromTree(METADATA_FORMAT, root);
        return metadata;
    }

    private static BufferedImage toBufferedImage(RgbImage image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] target = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        byte[] source = image.bytes();
        for (int i = 0; i < target.length; i += 3) {
            target[i] = source[i + 2];
            target[i + 1] = source[i + 1];
            target[i + 2] = source[i];
        }
        return picture;
    }
}
