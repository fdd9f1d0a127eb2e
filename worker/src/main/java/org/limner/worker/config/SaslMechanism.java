package org.limner.worker.config;

/** How a worker proves who it is. */
public enum SaslMechanism {
    SCRAM_SHA_256("SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule"),
    SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule"),
    PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule");

    private final String saslName;
    private final String loginModule;

    SaslMechanism(String saslName, String loginModule) {
        this.saslName = saslName;
        this.loginModule = loginModule;
    }

    /** As Kafka's {@code sasl.mechanism} wants it. */
    public String saslName() {
        return saslName;
    }

    /** The class of Kafka's clients that does it. */
    public String loginModule() {
        return loginModule;
    }
}
