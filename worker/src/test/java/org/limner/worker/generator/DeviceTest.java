package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong: a device that is read as another one. */
class DeviceTest {
    @Test
    void readsWhatItWrites() {
        assertThat(Device.parse("cpu")).isEqualTo(new Device.Cpu()).hasToString("cpu");
        assertThat(Device.parse("cuda:3")).isEqualTo(new Device.Cuda(3)).hasToString("cuda:3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda", "cuda:", "cuda:-1", "cuda:x", "CPU"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .hasMessage("device must be cpu or cuda:0, cuda:1, .. but is '" + text + "'");
    }
}
