package org.limner.cli.demo;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * All pictures on one: a row per job, its mask first, with a line of text over each picture.
 * Pictures keep their pixels: they are enlarged by a whole factor until they have {@link #CELL} pixels, never smoothed.
 */
final class ContactSheet {
    /** Small pictures are enlarged to about this width. */
    private static final int CELL = 256;

    private static final int GAP = 20;
    private static final int TEXT = PixelFont.HEIGHT + 8;
    private static final int PAPER = 0xF7F6F2;
    private static final int INK = 0x2A2A2A;

    private ContactSheet() {}

    /** A picture and the words over it. */
    record Cell(String label, BufferedImage picture) {}

    /** @param rows at least one; they may differ in length */
    static BufferedImage draw(String title, List<List<Cell>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int cellWidth = 0;
        int cellHeight = 0;
        for (List<Cell> row : rows) {
            for (Cell cell : row) {
                int factor = factor(cell.picture());
                cellWidth = Math.max(cellWidth, cell.picture().getWidth() * factor);
                cellHeight = Math.max(cellHeight, cell.picture().getHeight() * factor);
            }
        }
        int width = GAP + columns * (cellWidth + GAP);
        int height = 2 * GAP + TEXT + rows.size() * (TEXT + cellHeight + GAP);
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        fill(sheet, PAPER);
        PixelFont.draw(sheet, PixelFont.fit(title, width - 2 * GAP), GAP, GAP, INK);
        for (int row = 0; row < rows.size(); row++) {
            int top = 2 * GAP + TEXT + row * (TEXT + cellHeight + GAP);
            for (int column = 0; column < rows.get(row).size(); column++) {
                Cell cell = rows.get(row).get(column);
                int left = GAP + column * (cellWidth + GAP);
                PixelFont.draw(sheet, PixelFont.fit(cell.label(), cellWidth), left, top, INK);
                paste(sheet, cell.picture(), left, top + TEXT);
            }
        }
        return sheet;
    }

    private static int factor(BufferedImage picture) {
        return Math.max(1, CELL / picture.getWidth());
    }

    private static void fill(BufferedImage sheet, int rgb) {
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                sheet.setRGB(x, y, rgb);
            }
        }
    }

    private static void paste(BufferedImage sheet, BufferedImage picture, int left, int top) {
        int factor = factor(picture);
        for (int y = 0; y < picture.getHeight() * factor; y++) {
            for (int x = 0; x < picture.getWidth() * factor; x++) {
                sheet.setRGB(left + x, top + y, picture.getRGB(x / factor, y / factor));
            }
        }
    }
}
