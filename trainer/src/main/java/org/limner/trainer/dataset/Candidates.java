package org.limner.trainer.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The files that a layout finds, before they are paired; each list in natural order.
 *
 * @param instances none: the data has no instance maps
 * @param key       of a file's base name: what files of one example have in common
 */
public record Candidates(List<Path> photos, List<Path> labels, List<Path> instances, UnaryOperator<String> key) {
    public Candidates {
        photos = List.copyOf(photos);
        labels = List.copyOf(labels);
        instances = List.copyOf(instances);
    }

    /** Files that are paired by their names alone. */
    public Candidates(List<Path> photos, List<Path> labels, List<Path> instances) {
        this(photos, labels, instances, UnaryOperator.identity());
    }
}
