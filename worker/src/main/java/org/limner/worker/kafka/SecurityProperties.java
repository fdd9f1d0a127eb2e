package org.limner.worker.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.limner.worker.config.KafkaConfig.Security;

/** What a client is told about protection and names. Secrets are {@link Password}s, which print as {@code [hidden]}. */
final class SecurityProperties {
    private SecurityProperties() {}

    /** Throws {@link IllegalArgumentException} naming the key that is missing or without effect. */
    static Map<String, Object> of(Security security) {
        Map<String, Object> properties = new HashMap<>();
        String protocol = security.protocol().name();
        properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        if (security.protocol().named()) {
            String user = required("username", security.username(), protocol);
            String password = required("password", security.password(), protocol);
            properties.put(SaslConfigs.SASL_MECHANISM, security.mechanism().saslName());
            properties.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    new Password(security.mechanism().loginModule() + " required username=" + quoted(user)
                            + " password=" + quoted(password) + ";"));
        } else {
            refuse("username", security.username().isPresent(), protocol);
            refuse("password", security.password().isPresent(), protocol);
        }
        if (security.protocol().encrypted()) {
            security.truststore().ifPresent(store -> {
                properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, store.toString());
                properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, security.truststoreType());
            });
            security.truststorePassword()
                    .ifPresent(password ->
                            properties.put(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, new Password(password)));
        } else {
            refuse("truststore", security.truststore().isPresent(), protocol);
        }
        return properties;
    }

    private static String required(String key, Optional<String> value, String protocol) {
        return value.orElseThrow(() -> new IllegalArgumentException(
                "limner.kafka.security." + key + " is missing, but limner.kafka.security.protocol is " + protocol));
    }

    /** A secret that somebody set and that is not used hides that connections are open to anybody. */
    private static void refuse(String key, boolean present, String protocol) {
        if (present) {
            throw new IllegalArgumentException("limner.kafka.security." + key
                    + " is set but has no effect, since limner.kafka.security.protocol is " + protocol);
        }
    }

    /** As a string of a JAAS line. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
