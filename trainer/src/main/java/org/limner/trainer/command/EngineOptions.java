package org.limner.trainer.command;

import org.limner.trainer.training.TensorEngine;
import picocli.CommandLine.Option;

/** What the tensor engine works with; the same for every verb that needs it. */
public final class EngineOptions {
    @Option(
            names = "--threads",
            paramLabel = "T",
            defaultValue = "0",
            description = "Threads of the tensor engine; 0: one per core. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "cpu",
            description = "Where tensors live: cpu, or cuda:0 with a CUDA build of PyTorch. Default: ${DEFAULT-VALUE}.")
    private String device = "cpu";

    /** Throws {@link org.limner.trainer.config.ConfigException} if there is no such device. */
    void start() {
        TensorEngine.start(threads, device);
    }

    /** Of one operation; 0: one per core. */
    int threads() {
        return threads;
    }
}
