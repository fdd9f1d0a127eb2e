/**
 * The model bundles a worker serves.
 *
 * <p>In: folders with a {@code bundle.json}. Out: {@link ModelBundle}s whose files are all there with the right digests,
 * found by name and version in a {@link BundleRepository}; or a {@link BundleRefusedException} with the reason. Whether
 * the graphs inside keep the manifest's promises is checked where they are opened, in
 * {@code org.limner.worker.generator}; writing bundles is the trainer's business.
 */
@NullMarked
package org.limner.worker.bundle;

import org.jspecify.annotations.NullMarked;
