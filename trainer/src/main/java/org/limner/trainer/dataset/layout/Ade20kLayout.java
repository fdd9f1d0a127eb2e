package org.limner.trainer.dataset.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.limner.trainer.dataset.Candidates;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.ClassTables;
import org.limner.trainer.dataset.FileListing;
import org.limner.trainer.dataset.Layout;

/**
 * ADE20K: somewhere in the folder, in whatever folders, {@code ADE_SPLIT_NUMBER.jpg} and {@code ADE_SPLIT_NUMBER.png};
 * both the scene parsing benchmark's folders and everything in one folder are so.
 */
final class Ade20kLayout implements Layout {
    @Override
    public String name() {
        return "ade20k";
    }

    @Override
    public String needs(String split) {
        return "files such as ADE_" + split + "_00000001.jpg and .png, in it or in folders of it";
    }

    @Override
    public boolean has(Path root, String split) {
        return FileListing.anyBelow(root, of(split));
    }

    @Override
    public Candidates find(Path root, String split) {
        return new Candidates(
                FileListing.below(root, of(split).and(FileListing.endingIn("jpg", "jpeg"))),
                FileListing.below(root, of(split).and(FileListing.endingIn("png"))),
                List.of());
    }

    private static Predicate<Path> of(String split) {
        return file -> {
            String name = file.getFileName().toString();
            return name.startsWith("ADE_") && name.contains("_" + split + "_");
        };
    }

    @Override
    public Optional<ClassTable> classes() {
        return Optional.of(ClassTables.ade20k());
    }
}
