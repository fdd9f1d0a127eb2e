package org.limner.trainer.dataset.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.limner.trainer.dataset.Candidates;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.ClassTables;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.FileListing;
import org.limner.trainer.dataset.Layout;

/**
 * Cityscapes: {@code leftImg8bit/SPLIT/CITY/..._leftImg8bit.png} with {@code gtFine/SPLIT/CITY/..._labelIds.png} and
 * {@code ..._instanceIds.png} (16 bits). Files of one frame share the first three parts of their names: city, sequence,
 * frame.
 */
final class CityscapesLayout implements Layout {
    private static final int SHARED_PARTS = 3;

    @Override
    public String name() {
        return "cityscapes";
    }

    @Override
    public String needs(String split) {
        return "leftImg8bit/" + split + " and gtFine/" + split;
    }

    @Override
    public boolean has(Path root, String split) {
        return Files.isDirectory(photos(root, split)) && Files.isDirectory(maps(root, split));
    }

    @Override
    public Candidates find(Path root, String split) {
        if (!has(root, split)) {
            throw new DatasetException(root + " lacks " + needs(split));
        }
        return new Candidates(
                FileListing.below(photos(root, split), FileListing.PHOTOS),
                FileListing.below(maps(root, split), named("labelIds")),
                FileListing.below(maps(root, split), named("instanceIds")),
                CityscapesLayout::frame);
    }

    private static Path photos(Path root, String split) {
        return root.resolve("leftImg8bit").resolve(split);
    }

    private static Path maps(Path root, String split) {
        return root.resolve("gtFine").resolve(split);
    }

    private static Predicate<Path> named(String kind) {
        return file -> file.getFileName().toString().endsWith("_" + kind + ".png");
    }

    private static String frame(String baseName) {
        List<String> parts = Arrays.asList(baseName.split("_"));
        return parts.stream().limit(SHARED_PARTS).collect(Collectors.joining("_"));
    }

    @Override
    public Optional<ClassTable> classes() {
        return Optional.of(ClassTables.cityscapes());
    }
}
