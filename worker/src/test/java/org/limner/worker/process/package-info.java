/**
 * The worker as a process against a real broker: what it promises when things die.
 *
 * <p>{@link WorkerProcess} runs the packaged application, {@link RenderClient} is a client like any other.
 */
@NullMarked
package org.limner.worker.process;

import org.jspecify.annotations.NullMarked;
