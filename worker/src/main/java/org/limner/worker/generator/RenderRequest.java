package org.limner.worker.generator;

import java.util.Optional;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;
import org.limner.worker.style.StyleVector;

/**
 * One picture to be rendered. Requests for the same mask hold the same {@link LabelMap}, so that a generator can see it.
 *
 * @param labels of the bundle's size
 * @param edges  of the bundle's size; present exactly when the bundle reads instances
 * @param style  of the bundle's style size
 */
public record RenderRequest(LabelMap labels, Optional<EdgeMap> edges, StyleVector style) {}
