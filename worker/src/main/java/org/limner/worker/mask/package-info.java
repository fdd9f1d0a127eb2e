/**
 * Decodes what a client drew into what a generator reads.
 *
 * <p>In: PNG bytes with one label id, or one instance id, per pixel. Out: a {@link LabelMap} in the bundle's classes and
 * size, and an {@link EdgeMap} where the bundle reads instance edges. Order: {@link MaskDecoder} gives an
 * {@link IndexImage} as the file has it, the maps are made from that. One-hot encoding is the generator's business, see
 * {@code org.limner.worker.generator}; photographs are read by {@code org.limner.worker.image}.
 */
@NullMarked
package org.limner.worker.mask;

import org.jspecify.annotations.NullMarked;
