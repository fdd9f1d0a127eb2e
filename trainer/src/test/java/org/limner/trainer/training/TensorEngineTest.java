package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limner.trainer.config.ConfigException;

/** What could go wrong: a training that was sent to a GPU and learns on the CPU without a word. */
class TensorEngineTest {
    @AfterEach
    void backToTheCpu() {
        TensorEngine.start(1);
    }

    @Test
    void putsTensorsWhereItWasTold() {
        TensorEngine.start(1, "cpu");

        try (NDManager manager = TensorEngine.newManager()) {
            assertThat(manager.getDevice().isGpu()).isFalse();
        }
    }

    /** Spinning threads beside busy ones cost more than they gain. */
    @Test
    void spinsOnFreeCoresAlone() {
        assertThat(TensorEngine.coresAreFree(0.2, 2)).isTrue();
        assertThat(TensorEngine.coresAreFree(1.1, 2)).isFalse();
        assertThat(TensorEngine.coresAreFree(3, 16)).isTrue();
        assertThat(TensorEngine.coresAreFree(-1, 2)).isFalse(); // the system does not say
    }

    @Test
    void refusesADeviceThatIsNotThere() {
        assertThatThrownBy(() -> TensorEngine.start(1, "cuda:99"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cuda:99")
                .hasMessageMatching(".*sees \\d+ CUDA devices.*");
        assertThatThrownBy(() -> TensorEngine.start(1, "gpu"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cpu or cuda:N");
    }
}
