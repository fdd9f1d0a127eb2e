package org.limner.worker.generator;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How sessions use an NVIDIA device.
 *
 * @param memoryLimit       bytes of device memory that one session's arena may take; empty: what there is
 * @param convolutionSearch how cuDNN's algorithms are chosen, once for each shape
 * @param tf32              whether fp32 graphs may multiply with 10 bits of mantissa, faster and no longer within 1e-4
 */
public record CudaSettings(OptionalLong memoryLimit, ConvolutionSearch convolutionSearch, boolean tf32) {
    /** All of the device's memory, quick search, exact. */
    public static final CudaSettings DEFAULT =
            new CudaSettings(OptionalLong.empty(), ConvolutionSearch.HEURISTIC, false);

    /** The runtime's names. */
    public enum ConvolutionSearch {
        /** Asks cuDNN which one should be fastest. */
        HEURISTIC,
        /** Tries all of them: the first batch of each size takes seconds longer, the others may be faster. */
        EXHAUSTIVE,
        /** Takes the one that needs no search. */
        DEFAULT
    }

    public CudaSettings {
        if (memoryLimit.isPresent() && memoryLimit.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "device memory for a session must be positive but is " + memoryLimit.getAsLong() + " bytes");
        }
    }

    /** As the CUDA provider of ONNX Runtime reads them. */
    Map<String, String> providerOptions() {
        Map<String, String> options = new TreeMap<>();
        // The default doubles the arena: a session that needs 9 GB would hold 16.
        options.put("arena_extend_strategy", "kSameAsRequested");
        options.put("cudnn_conv_algo_search", convolutionSearch.name());
        options.put("use_tf32", tf32 ? "1" : "0");
        memoryLimit.ifPresent(bytes -> options.put("gpu_mem_limit", Long.toString(bytes)));
        return options;
    }
}
