/**
 * What is published, and what must come of it.
 *
 * <p>In: a seed and how many of which kind ({@link org.limner.chaos.job.JobCounts}). Out: records in their order ({@link
 * org.limner.chaos.job.JobMix}), each with its {@link org.limner.chaos.job.Expectation}. Nothing here talks to a broker;
 * whether the expectations were met is found in {@code org.limner.chaos.audit}.
 */
@NullMarked
package org.limner.chaos.job;

import org.jspecify.annotations.NullMarked;
