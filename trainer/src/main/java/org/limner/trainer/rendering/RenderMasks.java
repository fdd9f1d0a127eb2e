package org.limner.trainer.rendering;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.FileListing;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.InstanceMap;
import org.limner.trainer.dataset.LabelFormat;
import org.limner.trainer.dataset.LabelMap;
import org.limner.trainer.dataset.LabelReader;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.RgbImage;
import org.limner.trainer.dataset.scenes.SceneDataset;

/** Masks to render, from folders or drawn, at a generator's size. */
public final class RenderMasks {
    private static final int NAMES = 20; // in a message

    private RenderMasks() {}

    /**
     * The label maps of a folder in natural order of their names.
     *
     * @param instances folder of instance maps with the same names; null: the generator reads none
     * @param count     at most
     * @throws ConfigException  if there is no such folder
     * @throws DatasetException if a file is broken or missing, or holds what is no label; the message says where
     */
    public static List<RenderMask> read(
            Path folder, @Nullable Path instances, int count, ClassTable classes, WindowGeometry geometry) {
        List<Path> files = maps(folder);
        files = files.subList(0, Math.min(count, files.size()));
        Map<String, Path> instancesByName = new TreeMap<>();
        if (instances != null) {
            maps(instances).forEach(file -> instancesByName.put(FileListing.baseName(file), file));
            requireAll(files, instancesByName, instances);
        }
        LabelReader reader = new LabelReader(classes, LabelFormat.AUTO);
        Framing framing = Framing.plain(geometry.width(), geometry.height());
        List<RenderMask> masks = new ArrayList<>();
        for (Path file : files) {
            String name = FileListing.baseName(file);
            LabelMap labels = reader.read(file);
            InstanceMap objects = instances == null ? null : PictureFiles.readInstances(instancesByName.get(name));
            if (objects != null && (objects.width() != labels.width() || objects.height() != labels.height())) {
                throw new DatasetException("%s is %d x %d but its instance map is %d x %d"
                        .formatted(file, labels.width(), labels.height(), objects.width(), objects.height()));
            }
            // The way of all examples to the training size; nobody looks at the photograph.
            byte[] black = new byte[3 * labels.width() * labels.height()];
            RgbImage photo = new RgbImage(labels.width(), labels.height(), black);
            Example example = framing.apply(new Example(name, photo, labels, objects), classes, () -> 0);
            masks.add(RenderMask.of(name, example.labels(), example.instances(), geometry));
        }
        return masks;
    }

    private static List<Path> maps(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(folder + ": there is no such folder");
        }
        List<Path> files = FileListing.of(folder, FileListing.MAPS);
        if (files.isEmpty()) {
            throw new DatasetException(folder + " has no maps in it: no PNG, BMP, PGM, PPM or TIFF");
        }
        return files;
    }

    private static void requireAll(List<Path> files, Map<String, Path> instances, Path folder) {
        List<String> missing = files.stream()
                .map(FileListing::baseName)
                .filter(name -> !instances.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new DatasetException("%s: no instance map for %,d of %,d masks: %s%s"
                    .formatted(
                            folder,
                            missing.size(),
                            files.size(),
                            String.join(", ", missing.subList(0, Math.min(NAMES, missing.size()))),
                            missing.size() > NAMES ? ", .." : ""));
        }
    }

    /** Landscapes; every change of label is an object's border. Where there are fewer labels, some stand for several. */
    public static List<RenderMask> scenes(int count, WindowGeometry geometry) {
        SceneDataset scenes = SceneDataset.val(0, count, geometry.width(), geometry.height());
        return IntStream.range(0, count)
                .mapToObj(scenes::example)
                .map(example -> {
                    short[] labels = example.labels().indices().clone();
                    for (int i = 0; i < labels.length; i++) {
                        labels[i] %= (short) Math.min(Short.MAX_VALUE, geometry.labels());
                    }
                    return ofLabels(example.name(), labels, geometry);
                })
                .toList();
    }

    /** Every pixel a label of its own, at random: the worst there is, since hardly a window repeats. */
    public static List<RenderMask> checkerboards(int count, WindowGeometry geometry) {
        return IntStream.range(0, count)
                .mapToObj(seed -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    int[] codes = new int[geometry.height() * geometry.width()];
                    Arrays.setAll(codes, i -> random.nextInt(geometry.outside()));
                    return new RenderMask("checkerboard-" + seed, codes);
                })
                .toList();
    }

    private static RenderMask ofLabels(String name, short[] labels, WindowGeometry geometry) {
        int[] objects = new int[labels.length];
        Arrays.setAll(objects, i -> labels[i]);
        return RenderMask.of(
                name,
                new LabelMap(geometry.width(), geometry.height(), labels),
                geometry.edges() ? new InstanceMap(geometry.width(), geometry.height(), objects) : null,
                geometry);
    }
}
