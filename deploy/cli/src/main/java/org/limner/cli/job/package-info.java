/**
 * Makes jobs from arguments.
 *
 * <p>In: option values and the files they name. Out: a {@code RenderJob}, or a
 * {@link org.limner.cli.CommandFailedException} that names the file. Only what a file's absence or a number's spelling
 * makes wrong is refused here; whether a job can be rendered is the worker's to say.
 */
@NullMarked
package org.limner.cli.job;

import org.jspecify.annotations.NullMarked;
