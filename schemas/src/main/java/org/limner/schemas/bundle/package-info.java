/**
 * What a folder with a generator promises about itself.
 *
 * <p>In: {@code bundle.json}. Out: {@link org.limner.schemas.bundle.BundleManifest}. The trainer writes it, the worker
 * holds the files and the graphs against it; neither files nor graphs are opened here.
 */
@NullMarked
package org.limner.schemas.bundle;

import org.jspecify.annotations.NullMarked;
