package org.limner.worker.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.limner.worker.generator.CudaSettings;
import org.limner.worker.generator.CudaSettings.ConvolutionSearch;

/** How sessions run. */
@ConfigMapping(prefix = "limner.generator")
public interface GeneratorConfig {
    /** Threads that share one operator's work on the processor; 0: the cores, shared out among concurrent runs. */
    @WithDefault("0")
    int intraOpThreads();

    /** Sessions of each bundle, which run at the same time. Each holds the weights once more. */
    @WithDefault("1")
    int sessions();

    /** Session runs at the same time, over all bundles; they share the device. Without it as many as {@link #sessions}. */
    OptionalInt concurrentRuns();

    /** On {@code cuda:N} only. */
    Cuda cuda();

    /** How an NVIDIA device is used. */
    interface Cuda {
        /** Device memory one session may take, for its weights too; without it all there is. */
        Optional<MemorySize> memoryLimit();

        /** {@code heuristic}, {@code exhaustive} (slow first batches, perhaps faster ones later) or {@code default}. */
        @WithDefault("heuristic")
        ConvolutionSearch convolutionSearch();

        /** Whether fp32 bundles may be multiplied in TF32: faster, and pictures differ from the processor's. */
        @WithDefault("false")
        boolean tf32();

        default CudaSettings settings() {
            return new CudaSettings(
                    memoryLimit()
                            .map(size -> OptionalLong.of(size.asLongValue()))
                            .orElse(OptionalLong.empty()),
                    convolutionSearch(),
                    tf32());
        }
    }

    /** Throws {@link IllegalArgumentException} for fewer than {@link #sessions}, which would leave some of them unused. */
    default int runs() {
        int runs = concurrentRuns().orElse(sessions());
        if (runs < sessions()) {
            throw new IllegalArgumentException("limner.generator.concurrent-runs is " + runs
                    + " but limner.generator.sessions is " + sessions() + ": " + (sessions() - runs)
                    + " sessions of each bundle would hold weights and never run");
        }
        return runs;
    }

    /** @param cores of this machine or container */
    default int threadsPerRun(int cores) {
        return intraOpThreads() > 0 ? intraOpThreads() : Math.max(1, cores / runs());
    }
}
