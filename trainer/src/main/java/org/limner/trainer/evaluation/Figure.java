package org.limner.trainer.evaluation;

import java.util.Locale;

/**
 * One number that was measured.
 *
 * @param key    for machines
 * @param label  for people, with the unit
 * @param value  never NaN
 * @param digits behind the point, for people
 */
public record Figure(String key, String label, double value, int digits) {
    public Figure {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(key + " is " + value + ", which is no number");
        }
    }

    /** A part of the whole, shown in percent. */
    static Figure percent(String key, String label, double part) {
        return new Figure(key, label + ", %", 100 * part, 2);
    }

    /** The value for people. */
    public String text() {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
