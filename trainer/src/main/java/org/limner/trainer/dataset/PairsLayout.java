package org.limner.trainer.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Our own layout: {@code SPLIT/images/NAME.jpg} (or another kind of photo) and {@code SPLIT/labels/NAME.png}; where
 * there is {@code SPLIT/instances}, also a {@code NAME.png} in it.
 */
public final class PairsLayout implements Layout {
    @Override
    public String name() {
        return "pairs";
    }

    @Override
    public String needs(String split) {
        return split + "/images, " + split + "/labels and perhaps " + split + "/instances";
    }

    @Override
    public boolean has(Path root, String split) {
        return Files.isDirectory(root.resolve(split).resolve("images"))
                && Files.isDirectory(root.resolve(split).resolve("labels"));
    }

    @Override
    public Candidates find(Path root, String split) {
        Path folder = root.resolve(split);
        Path instances = folder.resolve("instances");
        return new Candidates(
                FileListing.of(folder.resolve("images"), FileListing.PHOTOS),
                FileListing.of(folder.resolve("labels"), FileListing.MAPS),
                Files.isDirectory(instances) ? FileListing.of(instances, FileListing.MAPS) : List.of());
    }
}
