package org.limner.cli.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Letters of 5 x 7 dots, each dot 2 x 2 pixels. Java's own text drawing needs fonts of the operating system, which a fresh server or container
 * often does not have, and draws the same text differently elsewhere.
 */
final class PixelFont {
    private static final int DOT = 2;
    private static final int ROWS = 7;
    private static final int COLUMNS = 5;
    /** Of a line of text, in pixels. */
    static final int HEIGHT = ROWS * DOT;
    /** From one letter to the next, in pixels: a free column between them. */
    private static final int ADVANCE = (COLUMNS + 1) * DOT;

    private static final Map<Character, List<String>> GLYPHS = load();

    private PixelFont() {}

    /** The beginning of {@code text} that is at most {@code width} pixels wide. */
    static String fit(String text, int width) {
        return text.substring(0, Math.max(0, Math.min(text.length(), (width + DOT) / ADVANCE)));
    }

    /**
     * Draws in capitals from (left, top); characters without a glyph are question marks.
     *
     * @param rgb red, green and blue in bits 16 to 23, 8 to 15 and 0 to 7
     */
    static void draw(BufferedImage image, String text, int left, int top, int rgb) {
        String capitals = text.toUpperCase(Locale.ROOT);
        for (int i = 0; i < capitals.length(); i++) {
            char character = capitals.charAt(i);
            if (character != ' ') {
                List<String> rows = GLYPHS.getOrDefault(character, GLYPHS.get('?'));
                draw(image, rows, left + i * ADVANCE, top, rgb);
            }
        }
    }

    private static void draw(BufferedImage image, List<String> rows, int left, int top, int rgb) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < COLUMNS * DOT; x++) {
                if (rows.get(y / DOT).charAt(x / DOT) == 'X') {
                    image.setRGB(left + x, top + y, rgb);
                }
            }
        }
    }

    /** The file shows each character on a line of its own, then its seven rows. */
    private static Map<Character, List<String>> load() {
        try (InputStream file = PixelFont.class.getResourceAsStream("pixel-font.txt")) {
            if (file == null) {
                throw new IllegalStateException("pixel-font.txt is missing beside " + PixelFont.class.getName());
            }
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            Map<Character, List<String>> glyphs = new HashMap<>();
            for (int line = 0; line < lines.size(); line += ROWS + 1) {
                glyphs.put(lines.get(line).charAt(0), lines.subList(line + 1, line + 1 + ROWS));
            }
            return glyphs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
