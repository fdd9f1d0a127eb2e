package org.limner.schemas.codec;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.JobId;

/**
 * Reads who a job is and whether it says the same as another one, and nothing else of it. Two spellings of one JSON value
 * (order of fields, white space, escapes, {@code 1.0} for {@code 1}) are the same job. Thread-safe.
 */
public final class IdentityReader {

    /** Empty for what is no job. Never throws, whatever the bytes are. */
    public Optional<JobIdentity> read(Map<String, byte[]> headers, byte @Nullable [] value) {
        try {
            Envelope envelope = Envelope.read(headers, value, CloudEventHeaders.JOB_TYPE);
            return Optional.of(new JobIdentity(new JobId(envelope.id()), digest(envelope, value)));
        } catch (NotAnEnvelopeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] digest(Envelope envelope, byte[] value) {
        byte[] data;
        try {
            data = envelope.data();
            // Refuses what the canonicalizer does not: depth, a key twice, trailing bytes.
            StrictJson.read(data);
            data = new JsonCanonicalizer(data).getEncodedUTF8();
        } catch (InvalidDataException | IOException | RuntimeException e) {
            data = value; // no JSON: equal bytes are equal jobs, and end FAILED alike
        }
        return Digests.newSha256().digest(data);
    }
}
