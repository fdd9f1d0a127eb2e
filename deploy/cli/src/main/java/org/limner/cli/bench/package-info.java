/**
 * Measures a running worker by the jobs it answers: {@code limner bench jobs}.
 *
 * <p>In: masks, a rate, and where broker and worker are. Out: what was offered and achieved, how long jobs took and where
 * ({@link org.limner.cli.bench.LoadReport}). {@link org.limner.cli.bench.BenchJobsCommand} reads the arguments,
 * {@link org.limner.cli.bench.LoadRun} publishes and collects. How fast a machine trains and what a graph takes without a
 * worker are the trainer's to measure: {@code limner bench train} and {@code limner bench render}.
 */
@NullMarked
package org.limner.cli.bench;

import org.jspecify.annotations.NullMarked;
