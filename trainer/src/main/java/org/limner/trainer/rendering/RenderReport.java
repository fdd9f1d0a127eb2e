package org.limner.trainer.rendering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.limner.schemas.window.WindowGeometry.Level;

/**
 * What a benchmark says: tables for people, one JSON object per number of styles for programs.
 *
 * @param graphs    one, or two that are compared, opened
 * @param tables    of all masks
 * @param rounds    measured runs
 * @param threads   per operation
 */
public record RenderReport(List<GraphRunner> graphs, List<MaskTables> tables, int rounds, int threads) {
    private static final double MEBIBYTE = 1 << 20;
    private static final int NAME_WIDTH = 20;

    /** How long graphs took to open, and how often windows repeat. */
    public String head() {
        List<Level> levels = graphs.get(0).graph().geometry().levels();
        String opened = graphs.stream()
                .map(graph -> "%s %.2f s".formatted(graph.graph().name(), graph.openingSeconds()))
                .collect(Collectors.joining(", "));
        String rows = tables.stream()
                .map(mask -> "%s%s   %5.1f ms%n"
                        .formatted(name(mask.mask()), percents(mask.distinct()), 1000 * mask.seconds()))
                .collect(Collectors.joining());
        String widths =
                levels.stream().map(level -> "%6d".formatted(level.width())).collect(Collectors.joining());
        return """
                %d masks, %d rounds after one to warm up, %d threads
                created sessions: %s

                %s%s   tables   (distinct windows per pixel in %%, by the level's width)
                %s%s%s   %5.1f ms
                """.formatted(
                        tables.size(),
                        rounds,
                        threads,
                        opened,
                        name("mask"),
                        widths,
                        rows,
                        name("median"),
                        percents(medianDistinct()),
                        1000 * medianTableSeconds());
    }

    private static String name(String name) {
        return "%%-%ds "
                .formatted(NAME_WIDTH)
                .formatted(name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 2) + "..");
    }

    private static String percents(List<Double> parts) {
        return parts.stream().map(part -> "%6.1f".formatted(100 * part)).collect(Collectors.joining());
    }

    private List<Double> medianDistinct() {
        return IntStream.range(0, tables.get(0).distinct().size())
                .mapToObj(level -> Median.of(
                        tables.stream().mapToDouble(mask -> mask.distinct().get(level))))
                .toList();
    }

    private double medianTableSeconds() {
        return Median.of(tables.stream().mapToDouble(MaskTables::seconds));
    }

    /** Of one number of styles, above its {@link #row}s. */
    public String columns(int styles) {
        String names = graphs.stream()
                .map(graph -> "%11s".formatted(graph.graph().name()))
                .collect(Collectors.joining());
        return "%n%s%s%s%n"
                .formatted(
                        name(styles == 1 ? "1 style" : styles + " styles"),
                        names,
                        compares() ? "    ratio   max difference" : "");
    }

    /** Of one mask. */
    public String row(MaskTimes mask) {
        String seconds = mask.seconds().stream().map("%9.3f s"::formatted).collect(Collectors.joining());
        return "%s%s%s%n"
                .formatted(
                        name(mask.mask()),
                        seconds,
                        compares() ? "%9.2f   %14.1e".formatted(mask.ratio(), mask.maxDifference()) : "");
    }

    /** Of all masks, below the rows. */
    public String foot(StyleTimes times) {
        StringBuilder text = new StringBuilder(name("median"));
        for (int graph = 0; graph < graphs.size(); graph++) {
            text.append("%9.3f s".formatted(times.medianSeconds(graph)));
        }
        if (compares()) {
            text.append("%9.2f   %14.1e   (geometric mean of the ratios, which go from %.2f to %.2f)"
                    .formatted(times.meanRatio(), times.maxDifference(), times.smallestRatio(), times.largestRatio()));
        }
        text.append("%n".formatted());
        if (!times.peakBytes().isEmpty()) {
            text.append(name("peak memory (RSS)"));
            times.peakBytes()
                    .forEach(bytes -> text.append(
                            bytes.isPresent() ? "%7.0f MiB".formatted(bytes.getAsLong() / MEBIBYTE) : "  not known"));
            text.append("%n".formatted());
        }
        return text.toString();
    }

    private boolean compares() {
        return graphs.size() > 1;
    }

    /** One line. */
    public String json(StyleTimes times) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode node = mapper.createObjectNode();
        node.put("styles", times.styles());
        if (compares()) {
            node.put("ratio_geomean", times.meanRatio());
        }
        for (int graph = 0; graph < graphs.size(); graph++) {
            node.put(key(graph, "median_s"), times.medianSeconds(graph));
        }
        if (compares()) {
            node.put("max_abs_diff", times.maxDifference());
        }
        node.put("masks", times.masks().size());
        if (compares()) {
            node.put("ratio_min", times.smallestRatio());
            node.put("ratio_max", times.largestRatio());
        }
        for (int graph = 0; graph < times.peakBytes().size(); graph++) {
            OptionalLong bytes = times.peakBytes().get(graph);
            String key = "peak_rss_" + graphs.get(graph).graph().name() + "_mib";
            if (bytes.isPresent()) {
                node.put(key, bytes.getAsLong() / MEBIBYTE);
            } else {
                node.putNull(key);
            }
        }
        for (int graph = 0; graph < graphs.size(); graph++) {
            node.put(key(graph, "create_session_s"), graphs.get(graph).openingSeconds());
        }
        node.put("tables_median_s", medianTableSeconds());
        ObjectNode distinct = node.putObject("distinct_windows");
        List<Level> levels = graphs.get(0).graph().geometry().levels();
        for (int i = 0; i < levels.size(); i++) {
            distinct.put(
                    Integer.toString(levels.get(i).width()), medianDistinct().get(i));
        }
        node.put("rounds", rounds);
        node.put("threads", threads);
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an object of numbers is always JSON", impossible);
        }
    }

    private String key(int graph, String what) {
        return graphs.get(graph).graph().name() + "_" + what;
    }
}
