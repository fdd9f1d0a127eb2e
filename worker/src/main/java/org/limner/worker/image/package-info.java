/**
 * Pixels between files and networks.
 *
 * <p>In: photographs as PNG or JPEG bytes ({@link PhotoDecoder}), and rendered pixels. Out: {@link RgbImage}, and the
 * bytes of PNG and JPEG files. Label maps are not pictures: they are read by {@code org.limner.worker.mask}.
 */
@NullMarked
package org.limner.worker.image;

import org.jspecify.annotations.NullMarked;
