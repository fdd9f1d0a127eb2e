package org.limner.trainer.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pairs in a folder: {@code classes.json}, {@code SPLIT/images/NAME.jpg} (or jpeg, png) and
 * {@code SPLIT/labels/NAME.png}, an index PNG of the same size; where there is {@code SPLIT/instances}, also a
 * {@code NAME.png} in it. Examples are in the order of their names.
 */
public final class FolderDataset implements Dataset {
    private static final Set<String> PHOTO_ENDINGS = Set.of("jpg", "jpeg", "png");
    private static final Set<String> INDEX_ENDINGS = Set.of("png");

    /** The files of one example; no instances: null. */
    private record PairedFiles(
            String name, Path photo, Path labels, @Nullable Path instances) {}

    private final String name;
    private final ClassTable classes;
    private final List<PairedFiles> examples;

    private FolderDataset(String name, ClassTable classes, List<PairedFiles> examples) {
        this.name = name;
        this.classes = classes;
        this.examples = List.copyOf(examples);
    }

    /**
     * Finds the pairs; opens no picture.
     *
     * @param root  the folder with {@code classes.json}
     * @param split a folder in it, such as {@code train} or {@code val}
     * @throws DatasetException if there are none, or a photo is without labels or the other way round; the message
     *                          names every file that stands alone
     */
    public static FolderDataset open(Path root, String split) {
        ClassTable classes = ClassTable.read(root.resolve("classes.json"));
        Path folder = root.resolve(split);
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(root + " has no split '" + split + "', only " + list(folders(root)));
        }
        Map<String, Path> photos = byBaseName(folder.resolve("images"), PHOTO_ENDINGS);
        Map<String, Path> labels = byBaseName(folder.resolve("labels"), INDEX_ENDINGS);
        Path instanceFolder = folder.resolve("instances");
        Map<String, Path> instances =
                Files.isDirectory(instanceFolder) ? byBaseName(instanceFolder, INDEX_ENDINGS) : Map.of();

        List<String> problems = new ArrayList<>();
        addMissing(problems, "no label map for ", photos, labels);
        addMissing(problems, "no photo for ", labels, photos);
        if (!instances.isEmpty()) {
            addMissing(problems, "no instance map for ", photos, instances);
        }
        if (!problems.isEmpty()) {
            throw new DatasetException(folder + ": " + String.join("; ", problems));
        }
        if (photos.isEmpty()) {
            throw new DatasetException(folder.resolve("images") + " has no photo (" + list(PHOTO_ENDINGS) + ")");
        }
        List<PairedFiles> examples = new ArrayList<>();
        photos.forEach((base, photo) ->
                examples.add(new PairedFiles(split + "/" + base, photo, labels.get(base), instances.get(base))));
        return new FolderDataset(root.toAbsolutePath().normalize().getFileName() + "/" + split, classes, examples);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public ClassTable classes() {
        return classes;
    }

    @Override
    public Example example(int index) {
        PairedFiles files = examples.get(index);
        RgbImage photo = PictureFiles.readPhoto(files.photo());
        LabelMap labels = toLabelMap(files.labels(), PictureFiles.readIndices(files.labels()));
        return new Example(
                files.name(),
                photo,
                labels,
                files.instances() == null ? null : PictureFiles.readIndices(files.instances()));
    }

    private LabelMap toLabelMap(Path file, InstanceMap ids) {
        short[] indices = new short[ids.ids().length];
        for (int i = 0; i < indices.length; i++) {
            int index = classes.indexOf(ids.ids()[i]);
            if (index < 0) {
                throw new DatasetException("%s has label %d at (%d, %d) but '%s' has %d labels and %s"
                        .formatted(
                                file,
                                ids.ids()[i],
                                i % ids.width(),
                                i / ids.width(),
                                classes.name(),
                                classes.count(),
                                classes.voidLabel().isPresent()
                                        ? "void " + classes.voidLabel().getAsInt()
                                        : "no void"));
            }
            indices[i] = (short) index;
        }
        return new LabelMap(ids.width(), ids.height(), indices);
    }

    private static void addMissing(
            List<String> problems, String complaint, Map<String, Path> present, Map<String, Path> wanted) {
        Set<String> alone = new TreeSet<>(present.keySet());
        alone.removeAll(wanted.keySet());
        if (!alone.isEmpty()) {
            problems.add(complaint + alone.size() + " of " + present.size() + ": " + list(alone));
        }
    }

    private static Map<String, Path> byBaseName(Path folder, Set<String> endings) {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : (Iterable<Path>) entries::iterator) {
                String fileName = file.getFileName().toString();
                int dot = fileName.lastIndexOf('.');
                if (dot > 0 && endings.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT))) {
                    Path other = files.put(fileName.substring(0, dot), file);
                    if (other != null) {
                        throw new DatasetException(
                                folder + " has two files of one name: " + other.getFileName() + ", " + fileName);
                    }
                }
            }
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be listed: " + e, e);
        }
        return files;
    }

    private static Set<String> folders(Path root) {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new DatasetException(root + " cannot be listed: " + e, e);
        }
    }

    private static String list(Set<String> names) {
        return names.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(names));
    }
}
