package org.limner.schemas.window;

/**
 * The tables of one mask at one level, row-major. The arrays are not to be changed.
 *
 * @see WindowTable
 */
public final class LevelWindows {
    private final int kernel;
    private final int[][] tables;

    LevelWindows(int kernel, int[] strips, int[] patches, int[] bands, int[] windows, int[] pixels) {
        this.kernel = kernel;
        this.tables = new int[][] {strips, patches, bands, windows, pixels};
    }

    int[] table(WindowTable table) {
        return tables[table.ordinal()];
    }

    /** How many rows a table has; for {@link WindowTable#PIXELS} how many pixels. */
    public int rows(WindowTable table) {
        return table == WindowTable.PIXELS ? table(table).length : table(table).length / kernel;
    }

    long bytes() {
        long bytes = 0;
        for (int[] table : tables) {
            bytes += (long) table.length * Integer.BYTES;
        }
        return bytes;
    }
}
