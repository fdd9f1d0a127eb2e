/**
 * Model bundles: the folder a worker loads.
 *
 * <p>In: weights (trained here, or imported from the reference's files), what their labels mean, and example masks. Out: a folder with
 * {@code bundle.json}, the graphs, and {@code sample.png}, there whole or not at all. The sample is rendered by the very graph
 * that was written, so a bundle that exists has run once. Graphs are built in {@code onnx}; what the manifest says is defined in
 * {@code org.limner.schemas.bundle}.
 */
@NullMarked
package org.limner.trainer.bundle;

import org.jspecify.annotations.NullMarked;
