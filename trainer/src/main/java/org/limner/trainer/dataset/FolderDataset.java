package org.limner.trainer.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pairs of files, decoded when they are asked for, in the order of their names. */
public final class FolderDataset implements Dataset {
    private final FolderFiles files;
    private final LabelReader labels;

    /**
     * @param files  all of them paired
     * @param format of the label files
     */
    public FolderDataset(FolderFiles files, LabelFormat format) {
        this.files = files.complete();
        this.labels = new LabelReader(files.classes(), format);
    }

    /**
     * Data in {@linkplain PairsLayout our own layout} with its {@code classes.json}; opens no picture.
     *
     * @param root  the folder with {@code classes.json}
     * @param split a folder in it, such as {@code train} or {@code val}
     * @throws DatasetException if there are no pairs, or a photo is without labels or the other way round; the message
     *                          names the files that stand alone
     */
    public static FolderDataset open(Path root, String split) {
        ClassTable classes = ClassTable.read(root.resolve("classes.json"));
        if (!Files.isDirectory(root.resolve(split))) {
            throw new DatasetException(root + " has no split '" + split + "', only " + folders(root));
        }
        PairsLayout layout = new PairsLayout();
        return new FolderDataset(
                Pairing.byName(root, split, layout.name(), classes, layout.find(root, split)), LabelFormat.AUTO);
    }

    @Override
    public String name() {
        return files.name();
    }

    @Override
    public int size() {
        return files.pairs().size();
    }

    @Override
    public ClassTable classes() {
        return files.classes();
    }

    /** Where the examples come from. */
    public FolderFiles files() {
        return files;
    }

    @Override
    public Example example(int index) {
        PairedFiles pair = files.pairs().get(index);
        return new Example(
                pair.name(),
                PictureFiles.readPhoto(pair.photo()),
                labels.read(pair.labels()),
                pair.instances() == null ? null : PictureFiles.readInstances(pair.instances()));
    }

    private static String folders(Path root) {
        try (Stream<Path> entries = Files.list(root)) {
            Set<String> names = entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            return names.isEmpty() ? "nothing" : String.join(", ", names);
        } catch (IOException e) {
            throw new DatasetException(root + " cannot be listed: " + e, e);
        }
    }
}
