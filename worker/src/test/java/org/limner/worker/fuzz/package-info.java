/**
 * Inputs that no client should send, drawn from a seed. {@link FuzzTest} runs a thousand with every build, and as many as
 * {@code -Dlimner.fuzz.inputs=20000} says; {@code -Dlimner.fuzz.seed} draws others.
 */
@NullMarked
package org.limner.worker.fuzz;

import org.jspecify.annotations.NullMarked;
