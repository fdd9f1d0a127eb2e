package org.limner.trainer.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.Nearest;
import org.limner.trainer.config.PropertiesFile;

/**
 * Options of the reference implementation under its own names, as they were when a network was trained. Immutable. Most of what they
 * say can be read from the weights; then they are checked, and may be left out.
 */
public final class ReferenceOptions {
    /** The presets that come along: the reference's own data sets. */
    public static final List<String> PRESETS =
            List.of("coco", "ade20k", "ade20k-outdoor", "cityscapes", "facades", "flickr-landscapes", "custom");

    /** Every option with what it means. */
    private static final Map<String, String> MEANINGS = meanings();

    private final Map<String, String> values;

    private ReferenceOptions(Map<String, String> values) {
        this.values = values;
    }

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put("label_nc", "number of labels, without don't-care");
        meanings.put("contain_dontcare_label", "true: one more channel behind the labels, for don't-care");
        meanings.put("no_instance", "false: the last channel is the instance edge");
        meanings.put("crop_size", "width of the images before rounding to the first map's, in pixels");
        meanings.put("aspect_ratio", "width / height");
        meanings.put("num_upsampling_layers", "normal, more or most");
        meanings.put("norm_G", "spectralspade[sync]batch3x3, spectralspadeinstance3x3, .. (read from the weights)");
        meanings.put("ngf", "channels of the last block (read from the weights)");
        meanings.put("nhidden", "channels of the modulation's hidden map (read from the weights)");
        meanings.put("use_vae", "true: the generator reads a style vector (read from the weights)");
        meanings.put("z_dim", "numbers in it (read from the weights)");
        meanings.put("load_size", "width of the images before the random crop, in pixels (for --run)");
        meanings.put("norm_E", "spectralinstance, spectralnone, .. (read from the weights, or of a fresh encoder)");
        meanings.put("norm_D", "spectralinstance, spectralbatch, .. (read from the weights, or of a fresh one)");
        meanings.put("ndf", "channels of the discriminator's first layer (read from the weights, or of a fresh one)");
        meanings.put("num_D", "discriminators, each on half the size (read from the weights, or fresh ones)");
        meanings.put("n_layers_D", "layers with features in each (read from the weights, or of fresh ones)");
        meanings.put(
                "void",
                "the id in masks that means don't-care (default: 255), or none: its channel is an ordinary label");
        return meanings;
    }

    /** No option given. */
    public static ReferenceOptions none() {
        return new ReferenceOptions(Map.of());
    }

    /** Throws {@link ConfigException} that names the nearest preset when there is none of that name. */
    public static ReferenceOptions preset(String name) {
        if (!PRESETS.contains(name)) {
            throw new ConfigException("there is no import preset '%s'; did you mean '%s'? There are %s."
                    .formatted(name, Nearest.to(name, PRESETS), String.join(", ", PRESETS)));
        }
        String resource = "/org/limner/trainer/presets/import/" + name + ".properties";
        ReferenceOptions options = none();
        for (Map.Entry<String, String> entry : PropertiesFile.resource(resource).entrySet()) {
            options = options.with(entry.getKey() + "=" + entry.getValue());
        }
        return options;
    }

    /** These options but for one, {@code key=value}; throws {@link ConfigException} that names the nearest key and lists all. */
    public ReferenceOptions with(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new ConfigException("'" + assignment + "' is not of the form key=value");
        }
        String key = assignment.substring(0, equals).strip();
        if (!MEANINGS.containsKey(key)) {
            String nearest = Nearest.to(key, MEANINGS.keySet());
            StringBuilder known =
                    new StringBuilder("there is no option '" + key + "'; did you mean '" + nearest + "'? There are");
            MEANINGS.forEach((name, meaning) ->
                    known.append("\n  ").append(name).append(": ").append(meaning));
            throw new ConfigException(known.toString());
        }
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(key, assignment.substring(equals + 1).strip());
        return new ReferenceOptions(changed);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** At least 1; throws {@link ConfigException} with the key. */
    OptionalInt count(String key) {
        Optional<Integer> count = parsed(key, "a whole number from 1 on", Integer::parseInt);
        if (count.isPresent() && count.get() < 1) {
            throw new ConfigException(key + " = " + count.get() + " is not a whole number from 1 on");
        }
        return count.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    Optional<Double> ratio(String key) {
        Optional<Double> ratio = parsed(key, "a positive number", Double::parseDouble);
        if (ratio.isPresent() && !(ratio.get() > 0 && ratio.get() < 1000)) {
            throw new ConfigException(key + " = " + ratio.get() + " is not a positive number");
        }
        return ratio;
    }

    Optional<Boolean> flag(String key) {
        return parsed(key, "true or false", value -> {
            if (!value.equals("true") && !value.equals("false")) {
                throw new NumberFormatException();
            }
            return value.equals("true");
        });
    }

    private <T> Optional<T> parsed(String key, String kind, Function<String, T> parser) {
        try {
            return text(key).map(parser);
        } catch (NumberFormatException e) {
            throw new ConfigException(key + " = " + values.get(key) + " is not " + kind, e);
        }
    }
}
