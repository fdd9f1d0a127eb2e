package org.limner.trainer.evaluation;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.LabelPicture;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.RgbImage;

/** The pictures of an evaluation's page: some examples with mask and photo, and what each column shows there, in a folder. */
public final class Gallery {
    private static final float QUALITY = 0.9f; // of photos; renderings and masks are PNG

    /** One picture of a row: the file's name in the folder, and what stands under it. */
    record Picture(String file, String caption) {}

    private final Path folder;
    private final ClassTable classes;
    private final Map<Integer, String> names = new TreeMap<>();
    private final Map<Integer, List<Picture>> rows = new TreeMap<>();

    private Gallery(Path folder, ClassTable classes) {
        this.folder = folder;
        this.classes = classes;
    }

    /** Masks and photos of {@code count} examples at even distances; makes the folder. */
    public static Gallery of(ImageSet images, int count, Path folder) throws IOException {
        Files.createDirectories(folder);
        Gallery gallery = new Gallery(folder, images.classes());
        for (int i : count == 0 ? new int[0] : new Selection("spread " + count).of(images.size())) {
            Example example = images.example(i);
            gallery.names.put(i, example.name());
            gallery.rows.put(i, new ArrayList<>());
            PictureFiles.writePng(
                    LabelPicture.of(example.labels(), gallery.classes), folder.resolve("%05d-mask.png".formatted(i)));
            gallery.rows.get(i).add(new Picture("%05d-mask.png".formatted(i), "mask"));
            writeJpeg(example.photo(), folder.resolve("%05d-photo.jpg".formatted(i)));
            gallery.rows.get(i).add(new Picture("%05d-photo.jpg".formatted(i), "photo"));
        }
        return gallery;
    }

    /** Keeps what a column shows of the chosen examples, and what the segmenter took it for. */
    public Consumer<Evaluator.Sight> spectator(String column) {
        return sight -> {
            List<Picture> row = rows.get(sight.index());
            if (row == null) {
                return;
            }
            String file = "%05d-%s"
                    .formatted(sight.index(), column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
            try {
                PictureFiles.writePng(sight.picture(), folder.resolve(file + ".png"));
                row.add(new Picture(file + ".png", column));
                if (sight.predicted() != null) {
                    PictureFiles.writePng(
                            LabelPicture.of(sight.predicted(), classes), folder.resolve(file + "-seen.png"));
                    row.add(new Picture(file + "-seen.png", "as the segmenter sees it"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    String folderName() {
        return folder.getFileName().toString();
    }

    /** By example, in order: its name. */
    Map<Integer, String> names() {
        return names;
    }

    List<Picture> row(int index) {
        return rows.get(index);
    }

    /** The classes and their colours, for a legend. */
    ClassTable classes() {
        return classes;
    }

    private static void writeJpeg(RgbImage image, Path file) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int[] rgb = IntStream.range(0, image.width() * image.height())
                .map(i -> image.at(i % image.width(), i / image.width(), 0) << 16
                        | image.at(i % image.width(), i / image.width(), 1) << 8
                        | image.at(i % image.width(), i / image.width(), 2))
                .toArray();
        picture.setRGB(0, 0, image.width(), image.height(), rgb, 0, image.width());
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        ImageWriter writer = writers.next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } finally {
            writer.dispose();
        }
        Files.write(file, bytes.toByteArray());
    }
}
