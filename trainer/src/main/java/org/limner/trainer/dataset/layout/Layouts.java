package org.limner.trainer.dataset.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.limner.trainer.dataset.Candidates;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.ClassTables;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.FileListing;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.Layout;
import org.limner.trainer.dataset.Pairing;
import org.limner.trainer.dataset.PairsLayout;

/** Finds the files of a folder in the layout that a person names or that the folder has. */
public final class Layouts {
    private static final List<String> USUAL_SPLITS = List.of("train", "val");
    private static final String CLASSES = "classes.json";

    private Layouts() {}

    /**
     * The files of a split, paired as far as they can be, see {@link FolderFiles#complete()}.
     *
     * @throws DatasetException if the folder has no such split, or nobody knows what its labels mean
     */
    public static FolderFiles find(Path root, String split, FolderOptions options) {
        if (!Files.isDirectory(root)) {
            throw new DatasetException(root + " is no folder");
        }
        Layout layout = layout(root, split, options);
        boolean named = layout instanceof CustomLayout;
        if (!named && !layout.has(root, split)) {
            throw new DatasetException("%s has no split '%s' in layout '%s', which needs %s; it holds %s"
                    .formatted(root, split, layout.name(), layout.needs(split), contents(root)));
        }
        ClassTable classes = classes(root, layout, options);
        Candidates candidates = layout.find(root, split);
        if (!options.readsInstances()) {
            candidates = new Candidates(candidates.photos(), candidates.labels(), List.of(), candidates.key());
        }
        return options.checksPairs()
                ? Pairing.byName(root, split, layout.name(), classes, candidates)
                : Pairing.byOrder(root, split, layout.name(), classes, candidates);
    }

    /** Whether there is such a split besides the one that is learned from. */
    public static boolean has(Path root, String split, FolderOptions options) {
        return Files.isDirectory(root) && layout(root, split, options).has(root, split);
    }

    private static Layout layout(Path root, String split, FolderOptions options) {
        return switch (options.layout()) {
            case AUTO -> recognised(root, split, options);
            case PAIRS -> new PairsLayout();
            case COCO -> new CocoLayout(options.portraits());
            case ADE20K -> new Ade20kLayout();
            case CITYSCAPES -> new CityscapesLayout();
            case FACADES -> new FacadesLayout();
            case CUSTOM -> new CustomLayout(options.custom());
        };
    }

    /** The layout of any usual split counts: a folder with train alone is what it is when asked for val. */
    private static Layout recognised(Path root, String split, FolderOptions options) {
        if (options.custom().given()) {
            return new CustomLayout(options.custom());
        }
        List<String> splits = Stream.concat(Stream.of(split), USUAL_SPLITS.stream())
                .distinct()
                .toList();
        CocoLayout coco = new CocoLayout(options.portraits());
        for (String any : splits) {
            for (Layout layout : List.of(new PairsLayout(), new CityscapesLayout())) {
                if (layout.has(root, any)) {
                    return layout;
                }
            }
            if (coco.has(root, any)) {
                return cocoOrFacades(root, any, coco);
            }
        }
        Ade20kLayout ade20k = new Ade20kLayout(); // last, since it looks through all folders
        if (splits.stream().anyMatch(any -> ade20k.has(root, any))) {
            return ade20k;
        }
        throw new DatasetException("%s has split '%s' in no layout that is known; it holds %s. %s"
                .formatted(
                        root,
                        split,
                        contents(root),
                        Stream.of(new PairsLayout(), coco, ade20k, new CityscapesLayout(), new FacadesLayout())
                                        .map(layout -> layout.name() + ": " + layout.needs(split))
                                        .collect(Collectors.joining("; "))
                                + "; custom: set data.photos and data.labels"));
    }

    /** The two have the same folders; instance maps, twelve digits or {@code cmp_} tell them apart. */
    private static Layout cocoOrFacades(Path root, String split, CocoLayout coco) {
        if (Files.isDirectory(CocoLayout.instances(root, split))) {
            return coco;
        }
        List<Path> photos = FileListing.of(FlatLayout.photos(root, split), FileListing.PHOTOS);
        String first = photos.isEmpty() ? "" : FileListing.baseName(photos.get(0));
        if (first.matches("(COCO_\\w+_)?\\d{12}")) {
            return coco;
        }
        if (first.startsWith("cmp_") || Files.exists(root.resolve(CLASSES))) {
            return new FacadesLayout(); // with classes.json it is all the same
        }
        throw new DatasetException(
                "%s looks like both COCO and facades: say which with data.layout=coco or data.layout=facades, or put a"
                                .formatted(root)
                        + " classes.json into it");
    }

    private static ClassTable classes(Path root, Layout layout, FolderOptions options) {
        Path file = root.resolve(CLASSES);
        OptionalInt count = options.labelCount();
        if (Files.exists(file)) {
            ClassTable classes = ClassTable.read(file);
            if (count.isPresent() && count.getAsInt() != classes.count()) {
                throw new DatasetException("data.label-count is %d but %s has %d classes"
                        .formatted(count.getAsInt(), file, classes.count()));
            }
            return classes;
        }
        if (count.isPresent()) {
            String name = root.toAbsolutePath().normalize().getFileName().toString();
            return ClassTables.unnamed(name, count.getAsInt(), options.voidLabel());
        }
        return layout.classes()
                .orElseThrow(() -> new DatasetException(file + " is missing, and nobody says how many labels there are:"
                        + " write it, or set data.label-count (and data.void)"));
    }

    private static String contents(Path root) {
        try (Stream<Path> entries = Files.list(root)) {
            String[] names = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .limit(20)
                    .toArray(String[]::new);
            return names.length == 0 ? "nothing" : Arrays.stream(names).collect(Collectors.joining(", "));
        } catch (IOException e) {
            throw new DatasetException(root + " cannot be listed: " + e, e);
        }
    }
}
