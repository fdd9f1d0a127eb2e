/**
 * Turns a job's styles into the vectors a generator reads.
 *
 * <p>In: a {@code Style} of the contract (a seed, a photograph, a vector, something between two of them). Out: a
 * {@link StyleVector} with the seed that was used. {@link StyleEncoder} is what reads photographs; the session behind it lives in
 * {@code org.limner.worker.generator}, the decoding of photographs in {@code org.limner.worker.image}.
 */
@NullMarked
package org.limner.worker.style;

import org.jspecify.annotations.NullMarked;
