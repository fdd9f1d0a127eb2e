package org.limner.worker.store.s3;

import java.net.URI;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.store.ResultStore;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects below a prefix of one bucket. */
public final class S3ResultStore implements ResultStore {
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** @param prefix of every key; empty, or ends with a slash */
    public S3ResultStore(S3Connection connection, String bucket, String prefix) {
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw new IllegalArgumentException("the prefix of results ends with a slash but is " + prefix);
        }
        this.client = connection.client();
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public URI putIfAbsent(String key, byte[] file, String mediaType) throws StoreFailedException {
        URI uri = URI.create("s3://" + bucket + "/" + prefix + key);
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(prefix + key)
                .contentType(mediaType)
                .contentLength((long) file.length)
                .build();
        try {
            try {
                client.putObject(request.toBuilder().ifNoneMatch("*").build(), RequestBody.fromBytes(file));
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED) {
                    checkSize(request, uri, file.length);
                } else if (e.statusCode() == NOT_IMPLEMENTED) {
                    // A store without conditional writes. What may be replaced is the same file.
                    client.putObject(request, RequestBody.fromBytes(file));
                } else {
                    throw e;
                }
            }
            return uri;
        } catch (SdkException e) {
            throw S3Failures.failed("putting " + uri, e);
        }
    }

    private void checkSize(PutObjectRequest request, URI uri, int bytes) throws StoreFailedException {
        long there = client.headObject(head -> head.bucket(request.bucket()).key(request.key()))
                .contentLength();
        if (there != bytes) {
            throw new StoreFailedException(
                    uri + " has " + there + " bytes but should have " + bytes + ": somebody else writes there", null);
        }
    }
}
