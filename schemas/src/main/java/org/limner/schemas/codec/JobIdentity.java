package org.limner.schemas.codec;

import java.util.Arrays;
import org.limner.schemas.job.JobId;

/** What tells a job's duplicate from another job: its id, and the digest of its data. */
public final class JobIdentity {
    private final JobId id;
    private final byte[] digest;

    /** @param digest 32 bytes: SHA-256 of the data's canonical form (RFC 8785), or of the bytes that have none */
    JobIdentity(JobId id, byte[] digest) {
        this.id = id;
        this.digest = digest;
    }

    public JobId id() {
        return id;
    }

    /** 32 bytes; the caller's. */
    public byte[] digest() {
        return digest.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobIdentity that && id.equals(that.id) && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(digest);
    }
}
