package org.limner.worker.store.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Which S3, and how long it may take.
 *
 * @param endpoint       empty: Amazon's in the region
 * @param credentials    empty: those of the SDK's environment (AWS_ACCESS_KEY_ID and so on)
 * @param connectTimeout for one connection
 * @param readTimeout    without a byte
 * @param timeout        of one request, its repetition included
 */
public record S3Settings(
        Optional<URI> endpoint,
        String region,
        Optional<S3Credentials> credentials,
        Duration connectTimeout,
        Duration readTimeout,
        Duration timeout) {}
