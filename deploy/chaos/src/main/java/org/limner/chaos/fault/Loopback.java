package org.limner.chaos.fault;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Keeps faults on this machine: a job that kills its worker must never meet a worker that matters, nor the reverse. */
final class Loopback {
    private Loopback() {}

    /** Throws {@link IllegalArgumentException} unless every address of {@code servers} is this machine's own. */
    static void require(String servers) {
        for (String server : servers.split(",")) {
            String host = server.strip().replaceFirst(":\\d+$", "").replaceAll("^\\[|]$", "");
            try {
                for (InetAddress address : InetAddress.getAllByName(host)) {
                    if (!address.isLoopbackAddress()) {
                        throw new IllegalArgumentException("a worker that makes faults takes brokers on this machine's"
                                + " loopback address alone, but " + server.strip() + " is " + address.getHostAddress());
                    }
                }
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(
                        "a worker that makes faults takes brokers on this machine's loopback address alone, but "
                                + server.strip() + " has no address",
                        e);
            }
        }
    }
}
