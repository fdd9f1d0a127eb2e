package org.limner.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What could go wrong: somebody sets what the README says, and the worker knows another key or has another default. */
class ReadmeTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(limner\\.[a-z0-9.-]+)` \\| (?:`([^`]+)`)? *\\| .+ \\|$");

    @Test
    void tableOfSettingsHasEveryKeyWithItsDefault() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("limner.root"), "worker", "README.md"));
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(readme);
        while (row.find()) {
            documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
        }

        assertThat(documented).isEqualTo(defaults());
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        for (Class<?> mapping : WorkerConfiguration.INTERFACES) {
            ConfigMappings.getProperties(ConfigClass.configClass(mapping)).forEach((key, property) -> {
                WithDefault annotation = property.getMethod().getAnnotation(WithDefault.class);
                defaults.put(key, annotation == null ? "" : annotation.value());
            });
        }
        defaults.keySet().retainAll(WorkerConfiguration.keys());
        return defaults;
    }
}
