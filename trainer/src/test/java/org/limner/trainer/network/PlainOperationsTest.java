package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operations that the engine lacks or gets otherwise than the papers mean, each against loops. */
class PlainOperationsTest {
    private static final Offset<Float> ROUNDING = Offset.offset(2e-6f);

    private static NDManager manager;
    private NDScope scope;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    @BeforeEach
    void openScope() {
        scope = new NDScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 6", "5, 7"})
    void averagePoolCountsOnlyPixelsInside(int height, int width) {
        NaiveTensor x = NaiveTensor.random(1, 2, 3, height, width);
        NaiveTensor expected = new NaiveTensor(2, 3, (height + 1) / 2, (width + 1) / 2);
        for (int n = 0; n < x.n; n++) {
            for (int c = 0; c < x.c; c++) {
                for (int i = 0; i < expected.h; i++) {
                    for (int j = 0; j < expected.w; j++) {
                        double sum = 0;
                        int count = 0;
                        for (int row = Math.max(0, 2 * i - 1); row <= Math.min(height - 1, 2 * i + 1); row++) {
                            for (int column = Math.max(0, 2 * j - 1);
                                    column <= Math.min(width - 1, 2 * j + 1);
                                    column++) {
                                sum += x.values[x.at(n, c, row, column)];
                                count++;
                            }
                        }
                        expected.values[expected.at(n, c, i, j)] = sum / count;
                    }
                }
            }
        }

        NDArray halved = AveragePool.halve(x.on(manager));

        assertThat(halved.getShape()).isEqualTo(new Shape(2, 3, expected.h, expected.w));
        assertThat(halved.toFloatArray()).containsExactly(NaiveTensor.floats(expected.values), ROUNDING);
    }

    @Test
    void instanceNormTreatsEachMapAlone() {
        NaiveTensor x = NaiveTensor.random(2, 3, 2, 5, 4);

        NDArray normalized = InstanceNorm.normalize(x.on(manager));

        assertThat(normalized.toFloatArray())
                .containsExactly(NaiveTensor.floats(x.instanceNormalized().values), ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"7, 3", "10, 4", "3, 7", "96, 5"})
    void nearestReadsTheFloorOfItsShare(int in, int out) {
        NaiveTensor x = NaiveTensor.random(3, 1, 2, in, in);

        NDArray resized = Layers.nearest(x.on(manager), out, out);

        assertThat(resized.toFloatArray()).containsExactly(NaiveTensor.floats(x.nearest(out, out).values));
    }

    /** Centre of output i is at (i + 0.5) in / out - 0.5 and mixes its two neighbours, however much it shrinks. */
    @ParameterizedTest
    @CsvSource({"4, 8, 2, 2", "6, 5, 256, 256", "9, 7, 4, 10", "3, 3, 3, 3"})
    void bilinearResizeDoesNotSmooth(int height, int width, int outHeight, int outWidth) {
        NaiveTensor x = NaiveTensor.random(4, 2, 3, height, width);
        NaiveTensor expected = new NaiveTensor(2, 3, outHeight, outWidth);
        for (int map = 0; map < 6; map++) {
            for (int i = 0; i < outHeight; i++) {
                for (int j = 0; j < outWidth; j++) {
                    double row = Math.max(0, (i + 0.5) * height / outHeight - 0.5);
                    double column = Math.max(0, (j + 0.5) * width / outWidth - 0.5);
                    int top = (int) row;
                    int left = (int) column;
                    int bottom = Math.min(height - 1, top + 1);
                    int right = Math.min(width - 1, left + 1);
                    double above = mix(x, map, top, left, right, column - left);
                    double below = mix(x, map, bottom, left, right, column - left);
                    expected.values[(map * outHeight + i) * outWidth + j] = above + (below - above) * (row - top);
                }
            }
        }

        NDArray resized = BilinearResize.resize(x.on(manager), outHeight, outWidth);

        assertThat(resized.getShape()).isEqualTo(new Shape(2, 3, outHeight, outWidth));
        assertThat(resized.toFloatArray()).containsExactly(NaiveTensor.floats(expected.values), ROUNDING);
    }

    private static double mix(NaiveTensor x, int map, int row, int left, int right, double share) {
        int start = (map * x.h + row) * x.w;
        return x.values[start + left] * (1 - share) + x.values[start + right] * share;
    }
}
