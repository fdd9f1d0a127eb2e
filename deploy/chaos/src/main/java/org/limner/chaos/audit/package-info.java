/**
 * Whether every job had exactly its answer.
 *
 * <p>In: what was published ({@code org.limner.chaos.job}) and what a reader of committed records finds ({@link
 * org.limner.chaos.audit.ArrivalReader}). Out: an {@link org.limner.chaos.audit.Audit} that names each job that is lost,
 * duplicated or wrong; images are held against those that {@link org.limner.chaos.audit.ReferenceRenderer} makes.
 */
@NullMarked
package org.limner.chaos.audit;

import org.jspecify.annotations.NullMarked;
