package org.limner.trainer.dataset.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.limner.trainer.dataset.Candidates;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.ClassTables;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.FileListing;

/**
 * COCO-Stuff as the reference has it: {@code SPLIT_img}, {@code SPLIT_label} and perhaps {@code SPLIT_inst}; the same
 * again with {@code _portrait} behind for upright pictures, which are learned from but not looked at.
 */
final class CocoLayout extends FlatLayout {
    private static final String PORTRAIT = "_portrait";
    private static final String LEARNED = "train";

    private final boolean portraits;

    CocoLayout(boolean portraits) {
        this.portraits = portraits;
    }

    @Override
    public String name() {
        return "coco";
    }

    @Override
    public String needs(String split) {
        return split + "_img, " + split + "_label and perhaps " + split + "_inst";
    }

    static Path instances(Path root, String split) {
        return root.resolve(split + "_inst");
    }

    @Override
    public Candidates find(Path root, String split) {
        boolean both = portraits && split.equals(LEARNED);
        return new Candidates(
                list(photos(root, split), FileListing.PHOTOS, both),
                list(labels(root, split), FileListing.MAPS, both),
                Files.isDirectory(instances(root, split))
                        ? list(instances(root, split), FileListing.MAPS, both)
                        : List.of());
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted, boolean withPortraits) {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(folder + " is missing");
        }
        List<Path> files = new ArrayList<>(FileListing.of(folder, wanted));
        Path upright = folder.resolveSibling(folder.getFileName() + PORTRAIT);
        if (withPortraits && Files.isDirectory(upright)) {
            files.addAll(FileListing.of(upright, wanted));
        }
        return files;
    }

    @Override
    public Optional<ClassTable> classes() {
        return Optional.of(ClassTables.coco());
    }
}
