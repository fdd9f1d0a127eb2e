package org.limner.schemas.result;

/**
 * What made a result's images.
 *
 * @param modelName    the bundle's name
 * @param modelVersion the bundle's version
 * @param modelDigest  SHA-256 of the bundle's manifest, which holds the digest of every file
 * @param runtime      for example {@code onnxruntime 1.29.0}
 * @param provider     for example {@code cpu} or {@code cuda:0}
 * @param precision    for example {@code fp32}
 * @param batchSize    images in the session run that rendered the first image
 * @param worker       the worker's id
 */
public record Provenance(
        String modelName,
        int modelVersion,
        String modelDigest,
        String runtime,
        String provider,
        String precision,
        int batchSize,
        String worker) {}
