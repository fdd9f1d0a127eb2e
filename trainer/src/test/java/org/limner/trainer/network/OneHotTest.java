package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OneHotTest {
    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    @Test
    void putsEachLabelInItsChannelAndEdgesLast() {
        int[] labels = {0, 1, 2, 2, 1, 0}; // 2 rows of 3
        boolean[] edges = {false, true, false, false, false, true};

        NDArray encoded = OneHot.encode(manager, List.of(labels, labels), List.of(edges, edges), 2, 3, 3);

        assertThat(encoded.getShape()).isEqualTo(new Shape(2, 4, 2, 3));
        float[] once = {
            1, 0, 0, 0, 0, 1, // label 0
            0, 1, 0, 0, 1, 0, // label 1
            0, 0, 1, 1, 0, 0, // label 2
            0, 1, 0, 0, 0, 1, // edge
        };
        assertThat(encoded.get(0).toFloatArray()).containsExactly(once);
        assertThat(encoded.get(1).toFloatArray()).containsExactly(once);
    }

    @Test
    void namesThePixelThatHasNoChannel() {
        int[] labels = {0, 1, 2, 2, 3, 0};

        assertThatThrownBy(() -> OneHot.encode(manager, List.of(labels), null, 2, 3, 3))
                .hasMessage("example 0 has label 3 at (1, 1) but the network reads 3 labels");
    }

    @Test
    void namesTheExampleOfAnotherSize() {
        assertThatThrownBy(() -> OneHot.encode(manager, List.of(new int[5]), null, 2, 3, 3))
                .hasMessage("example 0 has 5 pixels but 3 x 2 has 6");
    }
}
