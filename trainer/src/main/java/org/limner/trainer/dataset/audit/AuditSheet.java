package org.limner.trainer.dataset.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.DecodedLabels;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.InstanceEdges;
import org.limner.trainer.dataset.InstanceMap;
import org.limner.trainer.dataset.LabelFormat;
import org.limner.trainer.dataset.LabelPicture;
import org.limner.trainer.dataset.LabelReader;
import org.limner.trainer.dataset.PairedFiles;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.PictureSize;
import org.limner.trainer.dataset.RgbImage;

/**
 * The contact sheet: examples at even distances through the data, each as photo, mask in its classes' colours and,
 * where there are instance maps, the edges of the objects. Labels that are no class are magenta. An
 * example that cannot be shown leaves its place grey.
 */
public final class AuditSheet {
    private static final int COLUMNS = 3; // examples side by side
    private static final int LONG_SIDE = 160; // of a picture, in pixels
    private static final int GAP = 4; // pixels between pictures
    private static final int UNKNOWN_RGB = 0xFF00FF;
    private static final int EDGE_RGB = 0x000000;
    private static final int INSIDE_RGB = 0xFFFFFF;
    private static final byte GREY = (byte) 160;
    private static final byte WHITE = (byte) 255;

    private final ClassTable classes;
    private final LabelReader labels;
    private final int pictureWidth;
    private final int pictureHeight;

    private AuditSheet(ClassTable classes, LabelReader labels, int pictureWidth, int pictureHeight) {
        this.classes = classes;
        this.labels = labels;
        this.pictureWidth = pictureWidth;
        this.pictureHeight = pictureHeight;
    }

    /**
     * @param most examples on it
     * @throws DatasetException if there is no photo that can be read, and so nothing to show
     */
    public static RgbImage of(AuditReport report, LabelFormat format, int most) {
        FolderFiles files = report.files();
        PictureSize form = report.sizes()
                .mostFrequent()
                .orElseThrow(
                        () -> new DatasetException(files.name() + " has no photo that a contact sheet could show"));
        double scale = (double) LONG_SIDE / Math.max(form.width(), form.height());
        AuditSheet sheet = new AuditSheet(
                files.classes(),
                new LabelReader(files.classes(), format),
                (int) Math.max(1, Math.round(form.width() * scale)),
                (int) Math.max(1, Math.round(form.height() * scale)));
        int count = Math.min(most, files.pairs().size());
        List<List<RgbImage>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(sheet.pictures(
                    files.pairs().get((int) ((long) i * files.pairs().size() / count)), report.instances() > 0));
        }
        return sheet.arranged(rows);
    }

    private List<RgbImage> pictures(PairedFiles files, boolean withInstances) {
        List<RgbImage> pictures = new ArrayList<>();
        try {
            RgbImage photo = PictureFiles.readPhoto(files.photo());
            DecodedLabels decoded = labels.decode(files.labels());
            InstanceMap instances = files.instances() == null ? null : PictureFiles.readInstances(files.instances());
            Example framed = Framing.plain(pictureWidth, pictureHeight)
                    .apply(new Example(files.name(), photo, decoded.map(), instances), classes, () -> 0);
            pictures.add(framed.photo());
            pictures.add(LabelPicture.of(framed.labels(), classes, UNKNOWN_RGB));
            if (withInstances) {
                pictures.add(instances == null ? empty() : edges(instances));
            }
        } catch (DatasetException e) { // the report says why
            pictures.clear();
            pictures.add(empty());
            pictures.add(empty());
            if (withInstances) {
                pictures.add(empty());
            }
        }
        return pictures;
    }

    private RgbImage empty() {
        byte[] pixels = new byte[3 * pictureWidth * pictureHeight];
        Arrays.fill(pixels, GREY);
        return new RgbImage(pictureWidth, pictureHeight, pixels);
    }

    /** Every edge of the full size: sampling would lose most of them. */
    private RgbImage edges(InstanceMap instances) {
        boolean[] edges = InstanceEdges.of(instances);
        int[] rgb = new int[pictureWidth * pictureHeight];
        Arrays.fill(rgb, INSIDE_RGB);
        for (int i = 0; i < edges.length; i++) {
            if (edges[i]) {
                int x = (int) ((long) (i % instances.width()) * pictureWidth / instances.width());
                int y = (int) ((long) (i / instances.width()) * pictureHeight / instances.height());
                rgb[y * pictureWidth + x] = EDGE_RGB;
            }
        }
        return RgbImage.of(pictureWidth, pictureHeight, rgb);
    }

    private RgbImage arranged(List<List<RgbImage>> examples) {
        int parts = examples.get(0).size();
        int columns = Math.min(COLUMNS, examples.size());
        int rows = (examples.size() + columns - 1) / columns;
        int exampleWidth = parts * pictureWidth + 2 * GAP; // parts touch, examples do not
        int width = columns * exampleWidth - 2 * GAP;
        int height = rows * (pictureHeight + GAP) - GAP;
        byte[] sheet = new byte[3 * width * height];
        Arrays.fill(sheet, WHITE);
        for (int n = 0; n < examples.size(); n++) {
            for (int part = 0; part < parts; part++) {
                byte[] from = examples.get(n).get(part).pixels();
                int left = n % columns * exampleWidth + part * pictureWidth;
                int top = n / columns * (pictureHeight + GAP);
                for (int y = 0; y < pictureHeight; y++) {
                    System.arraycopy(
                            from, 3 * y * pictureWidth, sheet, 3 * ((top + y) * width + left), 3 * pictureWidth);
                }
            }
        }
        return new RgbImage(width, height, sheet);
    }
}
