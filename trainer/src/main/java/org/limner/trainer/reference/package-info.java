/**
 * Files of the reference implementation, in and out.
 *
 * <p>In: its state dicts ({@code latest_net_G.pth}, {@code E}, {@code D}) and its options under its own names. Out: what a bundle is
 * made of, or a training's folder to go on with; and back, from such a folder to files that Python loads. Reading and writing
 * the formats is {@code weights}' business, bundles are {@code bundle}'s.
 */
@NullMarked
package org.limner.trainer.reference;

import org.jspecify.annotations.NullMarked;
