package org.limner.worker.config;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The worker's config interfaces as a whole: which they are and which keys they have. */
public final class WorkerConfiguration {
    /** In the order of the table in the worker's README. */
    public static final List<Class<?>> INTERFACES = List.of(
            ServingConfig.class,
            WorkerConfig.class,
            KafkaConfig.class,
            BatchConfig.class,
            GeneratorConfig.class,
            PipelineConfig.class,
            LimitsConfig.class,
            StoreConfig.class,
            S3Config.class);

    private WorkerConfiguration() {}

    /** The full names of the keys of {@link #INTERFACES}, for example {@code limner.batch.max-delay}. */
    public static SortedSet<String> keys() {
        return keysOf(INTERFACES.stream());
    }

    /** The full names of the keys of {@code interfaces}, each of them a {@code ConfigMapping}. */
    public static SortedSet<String> keysOf(Stream<Class<?>> interfaces) {
        SortedSet<String> keys = new TreeSet<>();
        interfaces.forEach(mapping -> keys.addAll(
                ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet()));
        keys.removeIf(key -> key.endsWith("[*]")); // a list's other spelling; ours are comma-separated
        return keys;
    }
}
