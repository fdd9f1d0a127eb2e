package org.limner.worker.generator;

import org.limner.worker.bundle.ModelBundle;

/**
 * Puts something around every generator that a worker opens. A program around the worker adds a bean of this type; the
 * worker itself has none.
 */
public interface GeneratorDecorator {
    /**
     * A generator that owns {@code generator}.
     *
     * @throws IllegalArgumentException for settings that are refused; the worker does not start then
     */
    Generator decorate(ModelBundle bundle, Generator generator);
}
