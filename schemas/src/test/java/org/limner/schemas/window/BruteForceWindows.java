package org.limner.schemas.window;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limner.schemas.window.WindowGeometry.Level;

/**
 * The distinct neighbourhoods of one mask at one level, found by comparing all their codes: a neighbourhood is a text with
 * one character per place, row by row, and texts are numbered in the order in which they first appear.
 */
final class BruteForceWindows {
    private final WindowGeometry geometry;
    private final Level level;
    private final int[] codes;
    private final int radius;
    private final Map<String, Integer> windows = new LinkedHashMap<>();
    private final int[] pixels;

    BruteForceWindows(WindowGeometry geometry, Level level, int[] codes) {
        this.geometry = geometry;
        this.level = level;
        this.codes = codes;
        this.radius = geometry.kernel() / 2;
        this.pixels = around(2 * radius, 2 * radius).stream()
                .mapToInt(text -> windows.computeIfAbsent(text, next -> windows.size()))
                .toArray();
    }

    /** Codes side by side; also around places above and below the image. */
    List<String> strips() {
        List<String> texts = new ArrayList<>();
        for (int y = -radius; y < level.height() + radius; y++) {
            for (int x = 0; x < level.width(); x++) {
                texts.add(around(x, y, radius, 0));
            }
        }
        return distinct(texts);
    }

    /** {@code K x K} codes around each pixel. */
    List<String> patches() {
        return distinct(around(radius, radius));
    }

    /** {@code K x (2K - 1)} codes around each pixel, and one around places above and below the image: nothing. */
    List<String> bands() {
        List<String> texts = new ArrayList<>();
        for (int y = -radius; y < level.height() + radius; y++) {
            for (int x = 0; x < level.width(); x++) {
                texts.add(y < 0 || y >= level.height() ? "" : around(x, y, 2 * radius, radius));
            }
        }
        return distinct(texts);
    }

    /** {@code (2K - 1) x (2K - 1)} codes around each pixel. */
    List<String> windows() {
        return new ArrayList<>(windows.keySet());
    }

    /** The number of the window around each pixel. */
    int[] pixels() {
        return pixels;
    }

    private List<String> around(int across, int down) {
        List<String> texts = new ArrayList<>();
        for (int y = 0; y < level.height(); y++) {
            for (int x = 0; x < level.width(); x++) {
                texts.add(around(x, y, across, down));
            }
        }
        return texts;
    }

    /** The codes within {@code across} columns and {@code down} rows of a place. */
    String around(int x, int y, int across, int down) {
        StringBuilder text = new StringBuilder();
        for (int row = y - down; row <= y + down; row++) {
            for (int column = x - across; column <= x + across; column++) {
                text.append(character(code(column, row)));
            }
        }
        return text.toString();
    }

    int code(int x, int y) {
        if (x < 0 || y < 0 || x >= level.width() || y >= level.height()) {
            return geometry.outside();
        }
        int sourceX = (int) Math.floor((double) x * geometry.width() / level.width());
        int sourceY = (int) Math.floor((double) y * geometry.height() / level.height());
        return codes[sourceY * geometry.width() + sourceX];
    }

    private static List<String> distinct(List<String> texts) {
        return texts.stream().distinct().toList(); // of an ordered stream the first of equals stays
    }

    static char character(int code) {
        return (char) code;
    }
}
