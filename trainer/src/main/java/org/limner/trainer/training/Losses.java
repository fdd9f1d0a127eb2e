package org.limner.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one step paid, by name and in this order: {@code GAN}, {@code feature}, {@code perceptual} (with its network),
 * {@code KL} (with styles), {@code fake}, {@code real}. The last two are the discriminator's, the others the generator's, weights
 * included; a step that leaves the generator alone has none of those.
 */
final class Losses {
    private final Map<String, Double> values = new LinkedHashMap<>();

    void put(String name, double value) {
        values.put(name, value);
    }

    Map<String, Double> values() {
        return values;
    }

    boolean finite() {
        return values.values().stream().allMatch(Double::isFinite);
    }

    @Override
    public String toString() {
        return toString(values);
    }

    static String toString(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(loss -> "%s %.3f".formatted(loss.getKey(), loss.getValue()))
                .collect(Collectors.joining("  "));
    }
}
