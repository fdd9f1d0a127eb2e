package org.limner.trainer.evaluation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What was measured of one column's pictures.
 *
 * @param column   the pictures' source, such as {@code ema} or {@code photos}
 * @param pictures how many
 * @param seconds  that it took
 * @param figures  in the order they are shown
 */
public record Measurement(String column, int pictures, double seconds, List<Figure> figures) {
    public Measurement {
        figures = List.copyOf(figures);
    }

    /** A figure's value; empty where it was not measured. */
    public OptionalDouble value(String key) {
        return figures.stream()
                .filter(figure -> figure.key().equals(key))
                .mapToDouble(Figure::value)
                .findFirst();
    }
}
