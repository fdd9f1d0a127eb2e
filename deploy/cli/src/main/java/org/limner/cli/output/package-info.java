/**
 * Tells and stores results.
 *
 * <p>In: results and whatever else arrives. Out: image files, a table, a line per arrival, JSON. The demonstration's
 * pictures are made elsewhere, in {@code org.limner.cli.demo}.
 */
@NullMarked
package org.limner.cli.output;

import org.jspecify.annotations.NullMarked;
