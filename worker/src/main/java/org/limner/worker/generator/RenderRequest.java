package org.limner.worker.generator;

import org.limner.worker.style.StyleVector;

/**
 * One picture to be rendered. Requests for the same mask have equal ones, so that a generator can see it.
 *
 * @param mask  prepared by the generator that renders it, or by another session's of the same bundle
 * @param style of the bundle's style size
 */
public record RenderRequest(PreparedMask mask, StyleVector style) {}
