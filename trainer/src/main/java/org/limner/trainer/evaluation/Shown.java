package org.limner.trainer.evaluation;

import org.limner.trainer.dataset.RgbImage;

/**
 * A picture to be measured.
 *
 * @param name    of it
 * @param picture in its own size
 * @param width   that it is brought to first, its photo's, in pixels
 * @param height  likewise
 */
public record Shown(String name, RgbImage picture, int width, int height) {}
