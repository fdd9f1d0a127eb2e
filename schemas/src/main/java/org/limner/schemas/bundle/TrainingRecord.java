package org.limner.schemas.bundle;

import java.util.Map;

/**
 * How a bundle's weights came to be.
 *
 * @param origin  {@code trained} here, or {@code imported} from a file
 * @param command the command that made them
 * @param data    the data set's name
 * @param seed    of the run
 * @param steps   training steps
 * @param seconds of training
 * @param losses  the last smoothed value by name
 */
public record TrainingRecord(
        String origin, String command, String data, long seed, long steps, double seconds, Map<String, Double> losses) {
    public TrainingRecord {
        losses = Map.copyOf(losses);
    }
}
