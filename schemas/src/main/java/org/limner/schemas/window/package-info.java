/**
 * The inputs of {@code label-window} graphs.
 *
 * <p>A SPADE modulation at a pixel depends on the labels around it and on nothing else, so it is computed once for each
 * distinct neighbourhood and looked up. In: a label map and its instance edges. Out: {@link LabelWindows}, the distinct
 * neighbourhoods at every size that the generator works at, and for each pixel which one is its own; then, for the images
 * of one run, a {@link WindowBatch}. The trainer writes graphs with these inputs, the worker fills them; both need the
 * same reading of a {@link WindowGeometry}.
 */
@NullMarked
package org.limner.schemas.window;

import org.jspecify.annotations.NullMarked;
