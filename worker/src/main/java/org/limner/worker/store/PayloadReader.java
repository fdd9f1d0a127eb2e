package org.limner.worker.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;

/**
 * The bytes of a payload, wherever they are. What a reference points at is read up to the size it declares, which is
 * limited before anything is allocated, and has to have the digest it declares. Thread-safe.
 */
public final class PayloadReader {
    /** Reads what travels in the message and refuses references. */
    public static final PayloadReader INLINE_ONLY = new PayloadReader(Map.of(), 1, Duration.ZERO);

    private final Map<String, ObjectSource> sources;
    private final int maxBytes;
    private final Duration timeout;

    /**
     * @param sources  by scheme in lower case
     * @param maxBytes of one object
     * @param timeout  from the request to the last byte of one object
     */
    public PayloadReader(Map<String, ObjectSource> sources, int maxBytes, Duration timeout) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("an object needs room for at least 1 byte, not " + maxBytes);
        }
        this.sources = new TreeMap<>(sources);
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    /** The bytes, for the caller to keep. */
    public byte[] read(Payload payload) throws JobRejectedException, StoreFailedException {
        return payload instanceof Payload.Inline inline ? inline.bytes() : fetch((Payload.Reference) payload);
    }

    private byte[] fetch(Payload.Reference reference) throws JobRejectedException, StoreFailedException {
        long start = System.nanoTime();
        String place = QuotedUri.of(reference.uri());
        ObjectSource source = source(reference.uri(), place);
        if (reference.bytes() > maxBytes) {
            throw new JobRejectedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    place + " has " + reference.bytes() + " bytes by its reference but at most " + maxBytes
                            + " are read");
        }
        try (StoredObject object = source.open(reference.uri())) {
            boolean whole = false;
            try {
                byte[] bytes = read(object, reference, place, start);
                whole = true;
                return bytes;
            } finally {
                if (!whole) {
                    object.abort();
                }
            }
        } catch (IOException e) {
            throw new StoreFailedException("reading " + place + " broke off: " + e, e);
        }
    }

    private ObjectSource source(URI uri, String place) throws JobRejectedException {
        ObjectSource source = sources.get(uri.getScheme().toLowerCase(Locale.ROOT));
        if (source == null) {
            throw new JobRejectedException(
                    ErrorCode.REFERENCE_REFUSED,
                    place + " is not read here: "
                            + (sources.isEmpty()
                                    ? "this worker reads no references"
                                    : "references" + " are read from " + String.join(" and ", sources.keySet())));
        }
        return source;
    }

    private byte[] read(StoredObject object, Payload.Reference reference, String place, long start)
            throws JobRejectedException, StoreFailedException, IOException {
        int declared = Math.toIntExact(reference.bytes());
        if (object.size().isPresent() && object.size().getAsLong() != declared) {
            throw mismatch(place + " has " + object.size().getAsLong() + " bytes but its reference says " + declared);
        }
        byte[] bytes = new byte[declared];
        InputStream in = object.bytes();
        int filled = 0;
        int read = 0;
        while (filled < declared && read >= 0) {
            read = in.read(bytes, filled, declared - filled);
            filled += Math.max(0, read);
            checkTime(start, place, filled, declared);
        }
        if (filled < declared) {
            if (object.size().isPresent()) {
                throw new StoreFailedException(
                        place + " broke off after " + filled + " of " + declared + " bytes", null);
            }
            throw mismatch(place + " has " + filled + " bytes but its reference says " + declared);
        }
        if (in.read() >= 0) {
            throw mismatch(place + " has more than the " + declared + " bytes that its reference says");
        }
        String digest = Digests.sha256(bytes);
        if (!digest.equals(reference.sha256())) {
            throw mismatch(place + " has sha256 " + digest + " but its reference says " + reference.sha256());
        }
        return bytes;
    }

    /** A client's own timeouts are about single reads: a byte a second would keep them content for ever. */
    private void checkTime(long start, String place, int filled, int declared) throws StoreFailedException {
        if (System.nanoTime() - start > timeout.toNanos()) {
            throw new StoreFailedException(
                    "reading " + place + " took longer than " + timeout.toMillis() + " ms: " + filled + " of "
                            + declared + " bytes came",
                    null);
        }
    }

    private static JobRejectedException mismatch(String message) {
        return new JobRejectedException(ErrorCode.REFERENCE_MISMATCH, message);
    }
}
