package org.limner.worker.store;

import java.net.URI;

/** A stranger's URI inside our messages: without what may be secret (user, query, fragment), and short. */
public final class QuotedUri {
    /** Enough for a bucket (63) and most keys; the longest key has 1,024. */
    private static final int MAX_CHARACTERS = 200;

    private QuotedUri() {}

    public static String of(URI uri) {
        StringBuilder text = new StringBuilder(uri.getScheme()).append(':');
        if (uri.isOpaque()) {
            text.append("..");
        } else {
            String authority = uri.getRawAuthority();
            if (authority != null) {
                text.append("//").append(authority.substring(authority.lastIndexOf('@') + 1));
            }
            text.append(uri.getRawPath());
        }
        return text.length() <= MAX_CHARACTERS
                ? text.toString()
                : text.substring(0, MAX_CHARACTERS) + ".. (" + text.length() + " characters)";
    }
}
