package org.limner.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;

/** An evaluation for a terminal: a row per figure, a column per source of pictures. */
public final class EvaluationTable {
    private EvaluationTable() {}

    public static String of(Evaluation evaluation) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        List<String> counts = new ArrayList<>(List.of("pictures"));
        for (Measurement column : evaluation.columns()) {
            head.add(column.column());
            counts.add(Integer.toString(column.pictures()));
        }
        rows.add(head);
        rows.add(counts);
        for (Figure row : evaluation.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.label()));
            evaluation.columns().forEach(column -> cells.add(Evaluation.text(column, row)));
            rows.add(cells);
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int width = width(rows, i);
                String cell = row.get(i);
                String gap = " ".repeat(width - cell.length());
                line.append(i == 0 ? cell + gap : "  " + gap + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        evaluation.networks().forEach(network -> text.append(network).append('\n'));
        return text.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }
}
