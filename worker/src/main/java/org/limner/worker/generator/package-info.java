/**
 * Runs the networks.
 *
 * <p>In: a {@link RenderBatch} of label maps and style vectors, or a photograph. Out: pictures, or the style the
 * photograph suggests. {@link BundleSession} opens a bundle's graphs on a {@link Device} and checks them against its
 * manifest. ONNX Runtime appears here and nowhere else. Which jobs share a batch is decided in
 * {@code org.limner.worker.batch}; what follows a failure in the pipeline.
 */
@NullMarked
package org.limner.worker.generator;

import org.jspecify.annotations.NullMarked;
