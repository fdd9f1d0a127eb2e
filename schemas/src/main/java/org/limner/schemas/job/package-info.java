/**
 * What a client asks for.
 *
 * <p>In: fields of a job event that the codec has checked. Out: {@link org.limner.schemas.job.RenderJob} and the values it
 * is made of, none of which can be wrong by itself. Whether a bundle can serve the job is the worker's business: nothing
 * here knows how many labels there are or how long z is.
 */
@NullMarked
package org.limner.schemas.job;

import org.jspecify.annotations.NullMarked;
