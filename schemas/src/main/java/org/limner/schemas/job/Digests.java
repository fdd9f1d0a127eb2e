package org.limner.schemas.job;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 as 64 lower-case hexadecimal digits, the one spelling the contract uses. */
public final class Digests {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private Digests() {}

    /** The digest of {@code bytes}. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newSha256().digest(bytes));
    }

    /** The digest of what remains in {@code bytes}, which is left where it was. */
    public static String sha256(ByteBuffer bytes) {
        MessageDigest digest = newSha256();
        digest.update(bytes.duplicate());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A fresh SHA-256, for streams. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Throws {@link IllegalArgumentException} unless {@code digest} is 64 lower-case hexadecimal digits. */
    public static void check(String digest) {
        if (!SHA_256.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                    "a sha256 is 64 lower-case hexadecimal digits but this has " + digest.length() + " characters");
        }
    }
}
