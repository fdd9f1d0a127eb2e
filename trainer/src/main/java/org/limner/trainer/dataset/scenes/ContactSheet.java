package org.limner.trainer.dataset.scenes;

import java.awt.image.BufferedImage;

/** Pictures in rows and columns on one sheet, all of one size. */
final class ContactSheet {
    private static final int GAP = 2;

    private final BufferedImage sheet;
    private final int columns;
    private final int width;
    private final int height;

    ContactSheet(int columns, int rows, int width, int height) {
        this.columns = columns;
        this.width = width;
        this.height = height;
        sheet = new BufferedImage(
                columns * (width + GAP) - GAP, rows * (height + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
    }

    /** Places a picture into cell {@code index}, counted row by row. */
    void place(int index, BufferedImage picture) {
        int x = index % columns * (width + GAP);
        int y = index / columns * (height + GAP);
        sheet.getGraphics().drawImage(picture, x, y, null);
    }

    BufferedImage image() {
        return sheet;
    }
}
