package org.limner.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * TLS, named users and Kafka's standard authorizer: whoever has no access-control entry may do nothing.
 *
 * <p>The certificate is made for 127.0.0.1 and signed by itself, with a key that stays in its folder: good for tests of
 * clients, not for anything that others reach.
 */
public final class BrokerSecurity {
    /** May do everything; its entries are written by it. */
    public static final String ADMINISTRATOR = "broker";

    private static final String STORE_TYPE = "PKCS12";
    private static final long KEYTOOL_SECONDS = 60;
    private static final String LISTENER = "listener.name.client.";

    private final Path folder;
    private final Map<String, String> passwords;

    private BrokerSecurity(Path folder, Map<String, String> passwords) {
        this.folder = folder;
        this.passwords = passwords;
    }

    /** The two ways to say one's name and password; the broker takes both. */
    public enum Mechanism {
        PLAIN("PLAIN", "plain", "org.apache.kafka.common.security.plain.PlainLoginModule"),
        SCRAM_SHA_256("SCRAM-SHA-256", "scram-sha-256", "org.apache.kafka.common.security.scram.ScramLoginModule");

        private final String saslName;
        private final String propertyName;
        private final String loginModule;

        Mechanism(String saslName, String propertyName, String loginModule) {
            this.saslName = saslName;
            this.propertyName = propertyName;
            this.loginModule = loginModule;
        }

        public String saslName() {
            return saslName;
        }

        private String login(String user, String password) {
            return loginModule + " required username=\"" + escape(user) + "\" password=\"" + escape(password) + "\"";
        }
    }

    /**
     * Makes key and certificate with the JDK's keytool.
     *
     * @param folder    for them
     * @param passwords by user; must not hold {@link #ADMINISTRATOR}, whose password is made up
     */
    public static BrokerSecurity create(Path folder, Map<String, String> passwords) {
        Map<String, String> all = new TreeMap<>(passwords);
        if (all.put(ADMINISTRATOR, "administrator-" + java.util.UUID.randomUUID()) != null) {
            throw new IllegalArgumentException("the user " + ADMINISTRATOR + " is the broker itself");
        }
        BrokerSecurity security = new BrokerSecurity(folder.toAbsolutePath(), all);
        try {
            Files.createDirectories(security.folder);
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the broker's certificate", e);
        }
        String store = security.keyStore().toString();
        Path certificate = security.folder.resolve("certificate.pem");
        security.keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store);
        security.keytool(
                "-exportcert", "-rfc", "-alias", "broker", "-keystore", store, "-file", certificate.toString());
        security.keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "broker",
                "-file",
                certificate.toString(),
                "-keystore",
                security.trustStore().toString());
        return security;
    }

    /** PKCS12 with the broker's certificate, for clients. */
    public Path trustStore() {
        return folder.resolve("truststore.p12");
    }

    public String trustStorePassword() {
        return "truststore";
    }

    /** What a Kafka client of {@code user} needs beside its {@code bootstrap.servers}. */
    public Map<String, Object> clientProperties(String user, Mechanism mechanism) {
        String password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException("no user '" + user + "' here; there are " + passwords.keySet());
        }
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                mechanism.saslName(),
                "sasl.jaas.config",
                mechanism.login(user, password) + ";",
                "ssl.truststore.location",
                trustStore().toString(),
                "ssl.truststore.password",
                trustStorePassword(),
                "ssl.truststore.type",
                STORE_TYPE);
    }

    Map<String, String> brokerProperties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "CLIENT");
        properties.put("sasl.mechanism.inter.broker.protocol", Mechanism.PLAIN.saslName());
        properties.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
        String administrator = passwords.get(ADMINISTRATOR);
        StringBuilder plain = new StringBuilder(Mechanism.PLAIN.login(ADMINISTRATOR, administrator));
        passwords.forEach((user, password) -> plain.append(" user_")
                .append(user)
                .append("=\"")
                .append(escape(password))
                .append('"'));
        properties.put(LISTENER + Mechanism.PLAIN.propertyName + ".sasl.jaas.config", plain + ";");
        properties.put(
                LISTENER + Mechanism.SCRAM_SHA_256.propertyName + ".sasl.jaas.config",
                Mechanism.SCRAM_SHA_256.login(ADMINISTRATOR, administrator) + ";");
        properties.put("ssl.keystore.location", keyStore().toString());
        properties.put("ssl.keystore.password", trustStorePassword());
        properties.put("ssl.keystore.type", STORE_TYPE);
        // The broker connects to itself, too.
        properties.put("ssl.truststore.location", trustStore().toString());
        properties.put("ssl.truststore.password", trustStorePassword());
        properties.put("ssl.truststore.type", STORE_TYPE);
        properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.put("allow.everyone.if.no.acl.found", "false");
        // The controller's own listener, which is on this machine alone, knows its caller as anonymous.
        properties.put("super.users", "User:" + ADMINISTRATOR + ";User:ANONYMOUS");
        return properties;
    }

    /** For Kafka's formatter: where SCRAM's users live is the log itself. */
    List<String> scramArguments() {
        List<String> arguments = new ArrayList<>();
        passwords.forEach((user, password) -> arguments.add(
                Mechanism.SCRAM_SHA_256.saslName() + "=[name=" + user + ",password=\"" + password + "\"]"));
        return arguments;
    }

    private Path keyStore() {
        return folder.resolve("keystore.p12");
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", STORE_TYPE, "-storepass", trustStorePassword()));
        try {
            Path output = folder.resolve("keytool.log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("keytool has not ended within " + KEYTOOL_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("keytool failed: " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the JDK's keytool", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool ran", e);
        }
    }

    /** Within the double quotes of a JAAS line. */
    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
