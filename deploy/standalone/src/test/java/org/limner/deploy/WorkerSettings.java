package org.limner.deploy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.limner.worker.config.WorkerConfiguration;

/** What a worker makes of an environment: the same config interfaces and converters read it as in the program. */
final class WorkerSettings {
    /** Of environment variables, above the packaged settings (MicroProfile Config, section 5.1). */
    private static final int ENVIRONMENT_ORDINAL = 300;

    private final SmallRyeConfig config;

    private WorkerSettings(SmallRyeConfig config) {
        this.config = config;
    }

    /** Throws where a value cannot be read as what its key wants. */
    static WorkerSettings of(Map<String, String> environment) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(environment, ENVIRONMENT_ORDINAL))
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false");
        WorkerConfiguration.INTERFACES.forEach(builder::withMapping);
        return new WorkerSettings(builder.build());
    }

    <T> T get(Class<T> mapping) {
        return config.getConfigMapping(mapping);
    }

    /** Names that begin as ours do and that no key of the worker has. */
    static Set<String> unknownNames(Set<String> environment) {
        Set<String> known = WorkerConfiguration.keys().stream()
                .map(WorkerSettings::environmentName)
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>(environment);
        unknown.removeIf(name -> !name.startsWith("LIMNER_") || known.contains(name));
        return unknown;
    }

    /** {@code limner.batch.max-size} is {@code LIMNER_BATCH_MAX_SIZE} (MicroProfile Config, section 5.3.1). */
    private static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** A setting of Quarkus as the worker's jar carries it; {@code otherwise} is Quarkus' own default. */
    static String packaged(String key, String otherwise) {
        Properties properties = new Properties();
        try {
            for (URL file : Collections.list(
                    WorkerSettings.class.getClassLoader().getResources("META-INF/microprofile-config.properties"))) {
                try (InputStream in = file.openStream()) {
                    properties.load(in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(key, otherwise);
    }

    static int httpPort() {
        return Integer.parseInt(packaged("quarkus.http.port", "8080"));
    }

    /** For example {@code /q/health/ready}. */
    static String healthPath(String check, String otherwise) {
        return "/" + packaged("quarkus.http.non-application-root-path", "q") + "/"
                + packaged("quarkus.smallrye-health.root-path", "health") + "/"
                + packaged("quarkus.smallrye-health." + check + "-path", otherwise);
    }

    static String metricsPath() {
        return "/" + packaged("quarkus.http.non-application-root-path", "q") + "/"
                + packaged("quarkus.micrometer.export.prometheus.path", "metrics");
    }
}
