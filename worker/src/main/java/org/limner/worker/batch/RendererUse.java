package org.limner.worker.batch;

import java.time.Duration;

/**
 * What the renderers did since the start, all of them together.
 *
 * @param busy running a batch
 * @param idle running nothing while there were jobs in the pipeline
 */
public record RendererUse(Duration busy, Duration idle) {}
