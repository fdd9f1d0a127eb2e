package org.limner.trainer.dataset.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.limner.trainer.dataset.Candidates;
import org.limner.trainer.dataset.FileListing;
import org.limner.trainer.dataset.Layout;

/** Folders {@code SPLIT_img} and {@code SPLIT_label} side by side, as COCO and the facades have them. */
abstract class FlatLayout implements Layout {
    static Path photos(Path root, String split) {
        return root.resolve(split + "_img");
    }

    static Path labels(Path root, String split) {
        return root.resolve(split + "_label");
    }

    @Override
    public boolean has(Path root, String split) {
        return Files.isDirectory(photos(root, split)) && Files.isDirectory(labels(root, split));
    }

    @Override
    public Candidates find(Path root, String split) {
        return new Candidates(
                FileListing.of(photos(root, split), FileListing.PHOTOS),
                FileListing.of(labels(root, split), FileListing.MAPS),
                List.of());
    }
}
