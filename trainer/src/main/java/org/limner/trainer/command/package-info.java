/**
 * The trainer's verbs, one class each: what a person can say on the command line, and how it ends.
 *
 * <p>In: arguments. Out: exit codes, 0 done, 1 a check short or a training diverged, 2 wrong usage, 3 configuration or
 * data refused. What the verbs do lives in {@code training}, {@code report}, {@code evaluation}, {@code dataset.audit},
 * {@code onnx}, {@code bundle}, {@code rendering} and {@code reference}.
 */
@NullMarked
package org.limner.trainer.command;

import org.jspecify.annotations.NullMarked;
