package org.limner.trainer.dataset;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of one example.
 *
 * @param name      of the example, such as {@code train/street1}
 * @param instances object ids; null: there are none
 */
public record PairedFiles(
        String name, Path photo, Path labels, @Nullable Path instances) {}
