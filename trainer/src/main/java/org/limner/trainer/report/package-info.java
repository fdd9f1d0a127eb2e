/**
 * What people and machines see of a training: lines or a bar in the terminal, {@code log.jsonl}, TensorBoard's event
 * files, a page, and a word when the game between the networks goes wrong.
 *
 * <p>In: numbers by name, step by step ({@link org.limner.trainer.report.HealthWatch}) or added up
 * ({@link org.limner.trainer.report.Report}), and sample grids. Out: files of the run's folder. Nothing here knows a tensor;
 * the loop that has the numbers, and checkpoints, live in {@code training}.
 */
@NullMarked
package org.limner.trainer.report;

import org.jspecify.annotations.NullMarked;
