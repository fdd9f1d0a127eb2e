package org.limner.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an embedded broker is to be.
 *
 * @param folder   of its records, created when missing and kept by {@link EmbeddedBroker#close}; empty: a temporary one
 * @param port     of 127.0.0.1; 0: any free one
 * @param security who may do what; empty: anybody anything, without encryption
 * @param more     of Kafka's own broker properties, above those an embedded broker sets
 */
public record BrokerSettings(
        Optional<Path> folder, int port, Optional<BrokerSecurity> security, Map<String, String> more) {
    /** On any free port, with a temporary folder, open to anybody on this machine. */
    public static final BrokerSettings DEFAULT = new BrokerSettings(Optional.empty(), 0, Optional.empty(), Map.of());

    public BrokerSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("the port must be 0 to 65535 but is " + port);
        }
        more = Map.copyOf(more);
    }

    public BrokerSettings withFolder(Path newFolder) {
        return new BrokerSettings(Optional.of(newFolder), port, security, more);
    }

    public BrokerSettings withPort(int newPort) {
        return new BrokerSettings(folder, newPort, security, more);
    }

    public BrokerSettings withSecurity(BrokerSecurity newSecurity) {
        return new BrokerSettings(folder, port, Optional.of(newSecurity), more);
    }

    /** With one of Kafka's own properties. */
    public BrokerSettings with(String property, String value) {
        Map<String, String> extended = new HashMap<>(more);
        extended.put(property, value);
        return new BrokerSettings(folder, port, security, extended);
    }
}
