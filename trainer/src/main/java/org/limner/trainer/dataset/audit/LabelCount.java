package org.limner.trainer.dataset.audit;

/**
 * How often a label occurs.
 *
 * @param id     in label files
 * @param name   of the class, or {@code void}
 * @param pixels that have it
 * @param images in which it is
 */
public record LabelCount(int id, String name, long pixels, int images) {}
