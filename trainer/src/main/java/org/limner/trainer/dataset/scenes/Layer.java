package org.limner.trainer.dataset.scenes;

/**
 * One thing in a landscape, such as a tree, a meadow or a mountain range.
 *
 * <p>Layers are drawn nearest first and take only what is still open, so that no surface is computed that something
 * nearer hides. Positions are in picture heights: x from 0 to {@link Layout#aspect()}, y from 0 at the top to 1.
 */
interface Layer {
    void draw(Layout layout);
}
