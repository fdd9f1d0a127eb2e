package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.limner.worker.generator.CudaSettings.ConvolutionSearch;

/** What could go wrong: a name the provider does not know, found out on the first machine that has a device. */
class CudaSettingsTest {
    @Test
    void saysWhatTheProviderReads() {
        assertThat(CudaSettings.DEFAULT.providerOptions())
                .isEqualTo(Map.of(
                        "arena_extend_strategy", "kSameAsRequested",
                        "cudnn_conv_algo_search", "HEURISTIC",
                        "use_tf32", "0"));
        assertThat(new CudaSettings(OptionalLong.of(6L << 30), ConvolutionSearch.EXHAUSTIVE, true).providerOptions())
                .isEqualTo(Map.of(
                        "arena_extend_strategy", "kSameAsRequested",
                        "cudnn_conv_algo_search", "EXHAUSTIVE",
                        "use_tf32", "1",
                        "gpu_mem_limit", "6442450944"));
    }

    @Test
    void refusesNoMemoryAtAll() {
        assertThatThrownBy(() -> new CudaSettings(OptionalLong.of(0), ConvolutionSearch.DEFAULT, false))
                .hasMessage("device memory for a session must be positive but is 0 bytes");
    }
}
