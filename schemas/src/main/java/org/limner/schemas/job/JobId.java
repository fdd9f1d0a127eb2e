package org.limner.schemas.job;

import java.util.regex.Pattern;

/**
 * The identity of a render job: the CloudEvent's {@code ce_id}, the key of its record and of its result.
 *
 * @param value 1 to 128 characters of letters, digits and {@code . _ : -}
 */
public record JobId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public JobId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "job id must be 1 to 128 characters of letters, digits and . _ : - but has " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
