package org.limner.trainer.dataset;

import java.nio.file.Path;
import java.util.Optional;

/** How a data set lies in its folder: where photos, label maps and instance maps are and how they are named. */
public interface Layout {
    /** As in the setting {@code data.layout}. */
    String name();

    /** What the folder must hold, for people who have another one. */
    String needs(String split);

    /** Whether the folder holds a split in this layout. */
    boolean has(Path root, String split);

    /**
     * The files of a split.
     *
     * @throws DatasetException if folders are missing or cannot be listed
     */
    Candidates find(Path root, String split);

    /** What labels mean in data of this layout without a {@code classes.json}; empty: nobody knows. */
    default Optional<ClassTable> classes() {
        return Optional.empty();
    }
}
