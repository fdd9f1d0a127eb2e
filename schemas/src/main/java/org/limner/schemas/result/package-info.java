/**
 * What a client gets back.
 *
 * <p>In: what the worker found, rendered or refused. Out: {@link org.limner.schemas.result.RenderResult}, the one terminal
 * answer to a job, and {@link org.limner.schemas.result.ErrorCode}, which says whose turn it is. How a failure becomes a
 * code is decided where it occurs: in the codec and in the worker.
 */
@NullMarked
package org.limner.schemas.result;

import org.jspecify.annotations.NullMarked;
