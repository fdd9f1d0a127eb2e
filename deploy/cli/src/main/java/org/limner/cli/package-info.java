/**
 * The client a person uses: {@code limner submit | watch | render | demo | bench jobs}.
 *
 * <p>In: arguments. Out: an exit code that scripts can use ({@link org.limner.cli.ExitCode}), tables and files. One class
 * per verb, read {@link org.limner.cli.Limner} first. What verbs share lives below: {@code kafka} talks to the broker as
 * any client would, {@code job} makes jobs from arguments, {@code output} tells and stores results, {@code demo} is the
 * demonstration, {@code bench} measures. The verbs that start the worker or the trainer are the launcher's ({@code limner} in the repository's
 * root), so that neither Quarkus nor DJL is on this program's class path.
 */
@NullMarked
package org.limner.cli;

import org.jspecify.annotations.NullMarked;
