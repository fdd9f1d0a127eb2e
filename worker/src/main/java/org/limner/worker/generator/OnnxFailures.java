package org.limner.worker.generator;

import java.util.List;
import java.util.Locale;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;

/** Says whose turn it is after an exception of the runtime. */
final class OnnxFailures {
    /** How ONNX Runtime, its allocators and CUDA say that memory was short; there is no error code for it. */
    private static final List<String> SHORT_OF_MEMORY =
            List.of("failed to allocate", "out of memory", "out_of_memory", "bad_alloc", "bad allocation", "bfcarena");

    private OnnxFailures() {}

    /**
     * Never JOB: what a job can get wrong is checked before a run, so what the runtime itself finds wrong may be gone
     * on a retry or on another worker.
     *
     * @param doing for the message, for example {@code 4 images of 128 x 96 with bundle 'coast@2' on cpu}
     */
    static InferenceFailedException translate(String doing, Throwable failure) {
        FailureKind kind = isShortOfMemory(failure) ? FailureKind.RESOURCES : FailureKind.WORKER;
        return new InferenceFailedException(kind, doing + " failed: " + failure.getMessage(), failure);
    }

    private static boolean isShortOfMemory(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return true; // of the direct buffers: they are the large ones
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return SHORT_OF_MEMORY.stream().anyMatch(message::contains);
    }
}
