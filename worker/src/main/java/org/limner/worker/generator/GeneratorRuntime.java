package org.limner.worker.generator;

/**
 * What runs a generator.
 *
 * @param name     for example {@code onnxruntime 1.29.0}
 * @param provider for example {@code cpu} or {@code cuda:0}
 */
public record GeneratorRuntime(String name, String provider) {}
