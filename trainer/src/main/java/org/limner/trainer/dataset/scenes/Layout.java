package org.limner.trainer.dataset.scenes;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.dataset.LabelMap;

/**
 * What stands where in a scene, before any light falls on it: for each of {@link #SAMPLES} x {@link #SAMPLES} samples
 * per pixel its class and its surface. All planes are row-major, {@code sampleHeight x sampleWidth}.
 *
 * <p>A pixel's label is the class of most of its samples, and its colour the mean of theirs, as in a photograph:
 * the outlines of the two agree to a fraction of a pixel.
 */
public final class Layout {
    static final int SAMPLES = 2;
    private static final byte OPEN = -1;

    private final int width;
    private final int height;
    private final int sampleWidth;
    private final int sampleHeight;
    private final @Nullable Disc sun;

    final byte[] label;
    /** 0 at the viewer's feet, 1 at the horizon's mountains; haze goes by it. */
    final float[] distance;
    /** How far the surface leans to the right, in [-1, 1]. */
    final float[] leanX;
    /** How far the surface leans upwards, in [-1, 1]. */
    final float[] leanY;
    /** The material's fine grain, about [-1, 1]. */
    final float[] detail;
    /** What else the material must know; each {@link Material} says what it is. */
    final float[] kind;
    /** How much of the sky is seen from here, in [0, 1]: small in the shadow at the foot of a tree. */
    final float[] open;

    /** Where the sun or moon stands, in picture heights; its radius too. */
    record Disc(float x, float y, float radius) {}

    private Layout(int width, int height, @Nullable Disc sun) {
        if (width < 32 || height < 32) {
            throw new IllegalArgumentException("a scene needs at least 32 x 32 pixels, not " + width + " x " + height);
        }
        this.width = width;
        this.height = height;
        this.sun = sun;
        sampleWidth = width * SAMPLES;
        sampleHeight = height * SAMPLES;
        int samples = sampleWidth * sampleHeight;
        label = new byte[samples];
        distance = new float[samples];
        leanX = new float[samples];
        leanY = new float[samples];
        detail = new float[samples];
        kind = new float[samples];
        open = new float[samples];
        Arrays.fill(label, OPEN);
        Arrays.fill(open, 1);
    }

    /** Draws the layers, nearest first; the last one must be a {@link Sky}, which fills what is left. */
    static Layout of(int width, int height, List<Layer> nearestFirst) {
        if (!(nearestFirst.get(nearestFirst.size() - 1) instanceof Sky sky)) {
            throw new IllegalArgumentException("a scene's last layer must be its sky");
        }
        Layout layout = new Layout(width, height, sky.sun());
        nearestFirst.forEach(layer -> layer.draw(layout));
        return layout;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Width over height. */
    float aspect() {
        return (float) width / height;
    }

    @Nullable
    Disc sun() {
        return sun;
    }

    int columns() {
        return sampleWidth;
    }

    int rows() {
        return sampleHeight;
    }

    /** The x of a column's centre. */
    float x(int column) {
        return (column + 0.5f) / sampleHeight;
    }

    /** The y of a row's centre. */
    float y(int row) {
        return (row + 0.5f) / sampleHeight;
    }

    /** The first column at or right of x, within [0, columns]. */
    int column(float x) {
        return (int) Curve.clamp(x * sampleHeight + 0.5f, 0, sampleWidth);
    }

    /** The first row at or below y, within [0, rows]. */
    int row(float y) {
        return (int) Curve.clamp(y * sampleHeight + 0.5f, 0, sampleHeight);
    }

    int index(int column, int row) {
        return row * sampleWidth + column;
    }

    boolean isOpen(int index) {
        return label[index] == OPEN;
    }

    void put(int index, SceneClass of, float distance, float leanX, float leanY, float detail, float kind) {
        label[index] = (byte) of.label();
        this.distance[index] = distance;
        this.leanX[index] = leanX;
        this.leanY[index] = leanY;
        this.detail[index] = detail;
        this.kind[index] = kind;
    }

    /** Darkens what is drawn later inside an ellipse: the shadow on the ground where something stands. */
    void shadow(float x, float y, float halfWidth, float halfHeight, float strength) {
        for (int row = row(y - halfHeight); row < row(y + halfHeight); row++) {
            for (int column = column(x - halfWidth); column < column(x + halfWidth); column++) {
                int index = index(column, row);
                float dx = (x(column) - x) / halfWidth;
                float dy = (y(row) - y) / halfHeight;
                if (isOpen(index)) {
                    open[index] *= 1 - strength * Curve.step(1, 0.2f, dx * dx + dy * dy);
                }
            }
        }
    }

    /** One {@link SceneClass#label()} per pixel. */
    public LabelMap labels() {
        short[] labels = new short[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int first = index(x * SAMPLES, y * SAMPLES);
                labels[y * width + x] = vote(
                        label[first], label[first + 1], label[first + sampleWidth], label[first + sampleWidth + 1]);
            }
        }
        return new LabelMap(width, height, labels);
    }

    /** The most frequent of four; of two pairs the one that holds {@code a}. */
    private static byte vote(byte a, byte b, byte c, byte d) {
        boolean aHasCompany = a == b || a == c || a == d;
        if (aHasCompany) {
            return b == c && c == d ? b : a;
        }
        return b == c || b == d ? b : c == d ? c : a;
    }
}
