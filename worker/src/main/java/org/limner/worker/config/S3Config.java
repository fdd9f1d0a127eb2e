package org.limner.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The S3 behind {@code s3:} references and results: Amazon's, or any store that speaks like it. */
@ConfigMapping(prefix = "limner.store.s3")
public interface S3Config {
    /** For example {@code http://minio:9000}; without it Amazon's in the region. Buckets are asked for in its path. */
    Optional<URI> endpoint();

    /** Goes into signatures; most other stores take any. */
    @WithDefault("us-east-1")
    String region();

    /** With its secret; without both, the SDK's environment is asked (AWS_ACCESS_KEY_ID and so on). */
    Optional<String> accessKeyId();

    /** Better set in the environment than on a command line, which others can see. Never logged. */
    Optional<String> secretAccessKey();

    /** For a connection to the store. */
    @WithDefault("3s")
    Duration connectTimeout();

    /** Without a byte from the store. */
    @WithDefault("5s")
    Duration readTimeout();
}
