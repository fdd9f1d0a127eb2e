package org.limner.trainer.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers with everything they need to be understood later.
 *
 * @param time     when
 * @param command  that a person gave
 * @param subject  what was measured
 * @param protocol how, with all that is known pinned
 * @param columns  one measurement each
 */
public record Evaluation(Instant time, String command, Subject subject, Protocol protocol, List<Measurement> columns) {
    public Evaluation {
        columns = List.copyOf(columns);
    }

    /** Which networks took part, one line each: role, file and digest. */
    List<String> networks() {
        return List.of(ProtocolKey.SEGMENTER, ProtocolKey.FEATURES).stream()
                .filter(key -> !protocol.text(key).equals("none"))
                .map(key -> "%s: %s, sha256 %s"
                        .formatted(
                                key.key(),
                                protocol.text(key),
                                protocol.text(
                                        key == ProtocolKey.SEGMENTER
                                                ? ProtocolKey.SEGMENTER_SHA256
                                                : ProtocolKey.FEATURES_SHA256)))
                .toList();
    }

    /** Every figure's key and label, in the order in which columns first have them. */
    List<Figure> rows() {
        List<Figure> rows = new ArrayList<>();
        for (Measurement column : columns) {
            for (Figure figure : column.figures()) {
                if (rows.stream().noneMatch(row -> row.key().equals(figure.key()))) {
                    rows.add(figure);
                }
            }
        }
        return rows;
    }

    /** A figure of a column for people; empty where it was not measured. */
    static String text(Measurement column, Figure row) {
        return column.figures().stream()
                .filter(figure -> figure.key().equals(row.key()))
                .map(Figure::text)
                .findFirst()
                .orElse("");
    }
}
