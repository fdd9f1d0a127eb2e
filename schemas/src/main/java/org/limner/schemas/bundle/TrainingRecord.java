package org.limner.schemas.bundle;

import java.util.Map;

/**
 * How a bundle's weights came to be.
 *
 * @param origin  {@value #TRAINED} here, or {@value #IMPORTED} from a file
 * @param command the command that made them
 * @param data    the data set's name
 * @param seed    of the run
 * @param steps   training steps
 * @param seconds of training
 * @param losses  the last smoothed value by name; finite, since JSON has no other numbers
 */
public record TrainingRecord(
        String origin, String command, String data, long seed, long steps, double seconds, Map<String, Double> losses) {
    public static final String TRAINED = "trained";
    public static final String IMPORTED = "imported";

    public TrainingRecord {
        if (!origin.equals(TRAINED) && !origin.equals(IMPORTED)) {
            throw new IllegalArgumentException("origin must be trained or imported but is '" + origin + "'");
        }
        losses = Map.copyOf(losses);
        losses.forEach((name, loss) -> {
            if (!Double.isFinite(loss)) {
                throw new IllegalArgumentException("loss " + name + " must be finite but is " + loss);
            }
        });
    }
}
