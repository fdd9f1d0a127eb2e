package org.limner.trainer.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A value for every {@link Setting}: the defaults, over them a preset, over it what a person says. Immutable; each
 * value has been checked by itself, what must fit together is checked where it meets ({@link TrainingOptions#of}).
 */
public final class Settings {
    /** The presets that come along, by the name of their file. */
    public static final List<String> PRESETS = List.of(
            "ade20k",
            "ade20k-outdoor",
            "camvid",
            "cityscapes",
            "coco",
            "custom",
            "facades",
            "faces",
            "flickr-landscapes",
            "scenes");

    /** Whose arithmetic a training may follow instead of ours. */
    public static final List<String> PARITIES = List.of("reference");

    private static final String RESOURCES = "/org/limner/trainer/presets/";

    private final Map<Setting, String> values;

    private Settings(Map<Setting, String> values) {
        this.values = values;
    }

    /** The paper's values. */
    public static Settings defaults() {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, setting.byDefault());
        }
        return new Settings(values);
    }

    /**
     * The defaults with a preset over them.
     *
     * @throws ConfigException if there is no such preset; the message names the nearest one
     */
    public static Settings preset(String name) {
        requireOneOf(PRESETS, "preset", name);
        return defaults().withResource(RESOURCES + name + ".properties");
    }

    /**
     * These settings with somebody else's arithmetic over them.
     *
     * @throws ConfigException if {@code name} is none of {@link #PARITIES}; the message names the nearest one
     */
    public Settings withParity(String name) {
        requireOneOf(PARITIES, "parity", name);
        return withResource(RESOURCES + "parity/" + name + ".properties");
    }

    private static void requireOneOf(List<String> names, String what, String name) {
        if (!names.contains(name)) {
            throw new ConfigException("there is no %s '%s'; did you mean '%s'? There is %s."
                    .formatted(what, name, Nearest.to(name, names), String.join(", ", names)));
        }
    }

    /** The defaults with a properties file over them, see {@link #with(Path)}. */
    public static Settings read(Path file) {
        return defaults().with(file);
    }

    /**
     * These settings with a properties file over them.
     *
     * @throws ConfigException if it cannot be read or has a key or value that cannot be; the message names the file
     */
    public Settings with(Path file) {
        return withAll(PropertiesFile.read(file), file.toString());
    }

    private Settings withResource(String resource) {
        return withAll(PropertiesFile.resource(resource), resource);
    }

    private Settings withAll(Map<String, String> entries, String origin) {
        try {
            Settings settings = this;
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                settings = settings.with(Setting.named(entry.getKey()), entry.getValue());
            }
            return settings;
        } catch (IllegalArgumentException | ConfigException e) {
            throw new ConfigException(origin + ": " + e.getMessage(), e);
        }
    }

    /** These settings but for one. */
    public Settings with(Setting setting, String value) {
        Map<Setting, String> changed = new EnumMap<>(values);
        changed.put(setting, setting.checked(value));
        return new Settings(changed);
    }

    /**
     * These settings but for one.
     *
     * @param assignment {@code key=value}
     */
    public Settings with(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new ConfigException("'" + assignment + "' is not of the form key=value");
        }
        return with(Setting.named(assignment.substring(0, equals).trim()), assignment.substring(equals + 1));
    }

    /** All values with their meanings, as a properties file that {@link #read} takes back. */
    public String toProperties() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : Setting.values()) {
            text.append(PropertiesFile.entry(setting.meaning(), setting.key(), text(setting)));
        }
        return text.toString();
    }

    /** The keys whose values differ from {@code other}'s. */
    public List<String> differences(Settings other) {
        return Arrays.stream(Setting.values())
                .filter(setting -> !text(setting).equals(other.text(setting)))
                .map(Setting::key)
                .toList();
    }

    public String text(Setting setting) {
        return values.get(setting);
    }

    public int integer(Setting setting) {
        return Math.toIntExact(longInteger(setting));
    }

    public long longInteger(Setting setting) {
        return Long.parseLong(text(setting));
    }

    public double decimal(Setting setting) {
        return Double.parseDouble(text(setting));
    }

    public boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    public <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> Setting.spelling(constant).equals(text(setting)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(setting + " is no " + type));
    }
}
