package org.limner.worker.store.s3;

/** A key pair. Says nothing about itself in logs. */
public final class S3Credentials {
    private final String accessKeyId;
    private final String secretAccessKey;

    public S3Credentials(String accessKeyId, String secretAccessKey) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
    }

    String accessKeyId() {
        return accessKeyId;
    }

    String secretAccessKey() {
        return secretAccessKey;
    }

    @Override
    public String toString() {
        return "S3Credentials[hidden]";
    }
}
