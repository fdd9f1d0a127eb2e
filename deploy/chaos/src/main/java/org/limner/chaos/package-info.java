/**
 * Hurts workers and their broker on purpose while jobs are on their way, and shows that every job has exactly one answer.
 *
 * <p>In: how much of which fault ({@link org.limner.chaos.ChaosCommand}). Out: numbers, and the jobs that were lost,
 * duplicated or wrong. {@link org.limner.chaos.ChaosRun} goes from start to end: {@link org.limner.chaos.Publisher}
 * publishes, {@link org.limner.chaos.Disturbance} makes faults, {@link org.limner.chaos.Watch} reads answers. The jobs are in
 * {@code job}, the processes in {@code process}, what breaks inside a worker in {@code fault}, the verdict in {@code audit}.
 */
@NullMarked
package org.limner.chaos;

import org.jspecify.annotations.NullMarked;
