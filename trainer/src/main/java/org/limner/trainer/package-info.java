/**
 * The trainer: photographs with label maps in, generators out. Read the packages in the order of the data:
 * {@code dataset}, {@code network}, {@code loss}, {@code training}, {@code evaluation}, {@code report}, {@code onnx}, {@code bundle},
 * {@code rendering}; {@code reference} for files of the reference implementation; {@code config} says what may be set, {@code command} what may be
 * said.
 */
@NullMarked
package org.limner.trainer;

import org.jspecify.annotations.NullMarked;
