/**
 * The trainer: photographs with label maps in, generators out. Read the packages in the order of the data:
 * {@code dataset}, {@code network}, {@code loss}, {@code training}, {@code onnx}, {@code bundle},
 * {@code evaluation}; {@code config} says
 * what may be set, {@code command} what may be said.
 */
@NullMarked
package org.limner.trainer;

import org.jspecify.annotations.NullMarked;
