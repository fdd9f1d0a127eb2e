package org.limner.trainer.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limner.schemas.bundle.LabelClass;

/**
 * Reads label files to the indices of a class table: numbers in grey files of up to 16 bits and in palette files, or
 * exact colours. Alpha says nothing. May be shared by threads.
 */
public final class LabelReader {
    private static final int BLACK = 0x000000;

    private final ClassTable classes;
    private final LabelFormat format;
    private final Map<Integer, Integer> indexOfColor = new HashMap<>();

    public LabelReader(ClassTable classes, LabelFormat format) {
        this.classes = classes;
        this.format = format;
        for (LabelClass known : classes.classes()) {
            indexOfColor.putIfAbsent(known.rgb(), known.id()); // of classes in one colour the first
        }
        if (classes.voidLabel().isPresent()) {
            indexOfColor.putIfAbsent(classes.voidColor().orElse(BLACK), classes.count());
        }
    }

    /**
     * The labels of a file.
     *
     * @throws DatasetException if the file cannot be decoded, or holds what is no class; the message says where
     */
    public LabelMap read(Path file) {
        DecodedLabels labels = decode(file);
        if (!labels.unknown().isEmpty()) {
            throw new DatasetException(file + " " + labels.unknown().get(0).complaint(classes));
        }
        return labels.map();
    }

    /**
     * The labels of a file, with those that are no class set apart.
     *
     * @throws DatasetException if the file cannot be decoded
     */
    public DecodedLabels decode(Path file) {
        BufferedImage image = PictureFiles.decode(file);
        Raster raster = image.getRaster();
        boolean palette = image.getColorModel() instanceof IndexColorModel;
        if (raster.getNumBands() >= 3) {
            int[] colors = PictureFiles.colors(raster);
            return format == LabelFormat.INDEX
                    ? labels(raster, DecodedLabels.Kind.COLOR, false, shared(file, raster, colors))
                    : labels(raster, DecodedLabels.Kind.COLOR, true, colors);
        }
        int[] numbers = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
        int bits = raster.getSampleModel().getSampleSize(0);
        DecodedLabels.Kind kind =
                palette ? DecodedLabels.Kind.PALETTE : bits > 8 ? DecodedLabels.Kind.GREY_16 : DecodedLabels.Kind.GREY;
        if (format != LabelFormat.COLOR) {
            return labels(raster, kind, false, numbers);
        }
        for (int i = 0; i < numbers.length; i++) {
            int grey = bits > 8 ? numbers[i] >> bits - 8 : numbers[i];
            numbers[i] = image.getColorModel() instanceof IndexColorModel colors
                    ? colors.getRGB(numbers[i]) & 0xFFFFFF
                    : grey << 16 | grey << 8 | grey;
        }
        return labels(raster, kind, true, numbers);
    }

    private static int[] shared(Path file, Raster raster, int[] colors) {
        int[] numbers = new int[colors.length];
        for (int i = 0; i < colors.length; i++) {
            numbers[i] = colors[i] & 0xFF;
            if (colors[i] != numbers[i] * 0x010101) {
                throw new DatasetException(
                        "%s has colour #%06x at (%d, %d) but data.label-format=index reads one number per pixel"
                                .formatted(file, colors[i], i % raster.getWidth(), i / raster.getWidth()));
            }
        }
        return numbers;
    }

    private DecodedLabels labels(Raster raster, DecodedLabels.Kind kind, boolean byColor, int[] values) {
        int width = raster.getWidth();
        short[] indices = new short[values.length];
        Map<Integer, long[]> unknown = new LinkedHashMap<>(); // value: pixels, position of the first
        for (int i = 0; i < values.length; i++) {
            int index = byColor ? indexOfColor.getOrDefault(values[i], -1) : classes.indexOf(values[i]);
            if (index < 0) {
                int at = i;
                unknown.computeIfAbsent(values[i], value -> new long[] {0, at})[0]++;
                index = classes.channels();
            }
            indices[i] = (short) index;
        }
        List<UnknownLabel> labels = new ArrayList<>();
        unknown.forEach((value, found) -> labels.add(
                new UnknownLabel(byColor, value, found[0], (int) (found[1] % width), (int) (found[1] / width))));
        return new DecodedLabels(kind, new LabelMap(width, raster.getHeight(), indices), labels);
    }
}
