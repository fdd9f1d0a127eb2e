/**
 * What a worker's memory does under load, without faults.
 *
 * <p>In: how long, or how many jobs ({@link org.limner.chaos.load.SoakCommand}, {@link
 * org.limner.chaos.load.BacklogCommand}). Out: figures and an exit code. Faults are elsewhere, in {@code org.limner.chaos}.
 */
@NullMarked
package org.limner.chaos.load;

import org.jspecify.annotations.NullMarked;
