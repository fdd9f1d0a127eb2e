package org.limner.worker.config;

import java.util.Set;

/**
 * Keys that something reads. A program around the worker that has config interfaces of its own under {@code limner.}
 * adds a bean of this type, or its keys are refused as unknown.
 */
public interface ConfigKeys {
    /** Full names. */
    Set<String> names();
}
