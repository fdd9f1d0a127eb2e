package org.limner.worker.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Set;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.store.ObjectSource;
import org.limner.worker.store.QuotedUri;
import org.limner.worker.store.StoredObject;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects of the buckets on a list. */
public final class S3Source implements ObjectSource {
    private static final int MAX_KEY_BYTES = 1024; // Amazon S3 User Guide, "Naming Amazon S3 objects"

    private final S3Client client;
    private final Set<String> buckets;

    public S3Source(S3Connection connection, Collection<String> buckets) {
        this.client = connection.client();
        this.buckets = Set.copyOf(buckets);
    }

    @Override
    public StoredObject open(URI uri) throws JobRejectedException, StoreFailedException {
        String place = QuotedUri.of(uri);
        String key = key(uri, place);
        try {
            ResponseInputStream<GetObjectResponse> object = client.getObject(
                    request -> request.bucket(uri.getRawAuthority()).key(key));
            Long size = object.response().contentLength();
            return new StoredObject(size == null ? OptionalLong.empty() : OptionalLong.of(size), object, object::abort);
        } catch (S3Exception e) {
            throw S3Failures.ofReading(e, place);
        } catch (SdkException e) {
            throw S3Failures.failed("reading " + place, e);
        }
    }

    private String key(URI uri, String place) throws JobRejectedException {
        if (uri.isOpaque() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(place + " is not of the form s3://bucket/key");
        }
        // The whole authority: a user or a port before or behind the bucket's name is on no list.
        if (uri.getRawAuthority() == null || !buckets.contains(uri.getRawAuthority())) {
            throw refused(place + " is in none of the buckets that references are read from");
        }
        String key = uri.getPath().isEmpty() ? "" : uri.getPath().substring(1);
        int bytes = key.getBytes(UTF_8).length;
        if (bytes == 0 || bytes > MAX_KEY_BYTES) {
            throw refused(place + " has a key of " + bytes + " bytes; keys have 1 to " + MAX_KEY_BYTES);
        }
        // In the path of a request, some server on the way may take these for steps out of the bucket.
        if (Arrays.stream(key.split("/", -1)).anyMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."))
                || key.chars().anyMatch(Character::isISOControl)) {
            throw refused(place + " has a key with empty steps, '.', '..' or control characters");
        }
        return key;
    }

    private static JobRejectedException refused(String message) {
        return new JobRejectedException(ErrorCode.REFERENCE_REFUSED, message);
    }
}
