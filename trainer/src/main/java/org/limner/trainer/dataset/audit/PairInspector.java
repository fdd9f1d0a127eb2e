package org.limner.trainer.dataset.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.DecodedLabels;
import org.limner.trainer.dataset.InstanceMap;
import org.limner.trainer.dataset.LabelFormat;
import org.limner.trainer.dataset.LabelReader;
import org.limner.trainer.dataset.PairedFiles;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.PictureSize;
import org.limner.trainer.dataset.RgbImage;

/** Looks into the files of one example. May be shared by threads. */
final class PairInspector {
    /** A mask with smoothed edges has thousands of colours; nobody reads more than the first ones. */
    private static final int UNKNOWN_PER_FILE = 100;

    private final ClassTable classes;
    private final LabelReader labels;

    PairInspector(ClassTable classes, LabelFormat format) {
        this.classes = classes;
        this.labels = new LabelReader(classes, format);
    }

    PairFindings look(PairedFiles files, Depth depth) {
        return depth == Depth.PIXELS ? decoded(files) : measured(files);
    }

    private PairFindings measured(PairedFiles files) {
        List<String> undecodable = new ArrayList<>();
        return new PairFindings(
                files,
                tried(files.photo(), PictureFiles::size, undecodable),
                tried(files.labels(), PictureFiles::size, undecodable),
                files.instances() == null ? null : tried(files.instances(), PictureFiles::size, undecodable),
                null,
                Map.of(),
                List.of(),
                false,
                undecodable);
    }

    private PairFindings decoded(PairedFiles files) {
        List<String> undecodable = new ArrayList<>();
        RgbImage photo = tried(files.photo(), PictureFiles::readPhoto, undecodable);
        DecodedLabels decoded = tried(files.labels(), labels::decode, undecodable);
        InstanceMap instances =
                files.instances() == null ? null : tried(files.instances(), PictureFiles::readInstances, undecodable);
        return new PairFindings(
                files,
                photo == null ? null : new PictureSize(photo.width(), photo.height()),
                decoded == null
                        ? null
                        : new PictureSize(decoded.map().width(), decoded.map().height()),
                instances == null ? null : new PictureSize(instances.width(), instances.height()),
                decoded == null ? null : decoded.kind(),
                decoded == null ? Map.of() : pixelsOfIndex(decoded),
                decoded == null
                        ? List.of()
                        : decoded.unknown().stream().limit(UNKNOWN_PER_FILE).toList(),
                photo != null && isGrey(photo),
                undecodable);
    }

    private static <T> @Nullable T tried(Path file, Function<Path, T> read, List<String> undecodable) {
        try {
            return read.apply(file);
        } catch (DatasetException e) {
            undecodable.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Map<Integer, Integer> pixelsOfIndex(DecodedLabels decoded) {
        int[] counts = new int[classes.channels() + 1]; // the last one is the unknown, which is counted elsewhere
        for (short index : decoded.map().indices()) {
            counts[index]++;
        }
        Map<Integer, Integer> pixels = new HashMap<>();
        for (int index = 0; index < classes.channels(); index++) {
            if (counts[index] > 0) {
                pixels.put(index, counts[index]);
            }
        }
        return pixels;
    }

    private static boolean isGrey(RgbImage photo) {
        byte[] pixels = photo.pixels();
        for (int i = 0; i < pixels.length; i += 3) {
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2]) {
                return false;
            }
        }
        return true;
    }
}
