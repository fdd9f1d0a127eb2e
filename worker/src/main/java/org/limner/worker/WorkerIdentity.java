package org.limner.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a replica: in provenance, in client ids, and in its transactional id. */
final class WorkerIdentity {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private WorkerIdentity() {}

    /** The configured id, else host name and process id. Throws {@link IllegalArgumentException} for other characters. */
    static String of(Optional<String> configured) {
        String id = configured.orElseGet(() -> hostName().replaceAll("[^A-Za-z0-9._-]", "-") + "-"
                + ProcessHandle.current().pid());
        if (!ALLOWED.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "limner.worker.id must be 1 to 128 letters, digits and . _ - but is '" + id + "'");
        }
        return id;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine that cannot resolve its own name
        }
    }
}
