package org.limner.trainer.bundle;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts ONNX Runtime, once, on a thread with room: 1.29 matches the process's command line with a recursive regular expression
 * when it starts, about 270 bytes of stack per character, and a class path of 26,000 characters overflows the 1 MB that threads
 * have by default and ends the process without a word.
 */
final class RuntimeStart {
    private static final long STACK_BYTES = 256L << 20; // address space only; what is not touched is not allocated

    private static final OrtEnvironment ENVIRONMENT = start();

    private RuntimeStart() {}

    static OrtEnvironment environment() {
        return ENVIRONMENT;
    }

    private static OrtEnvironment start() {
        FutureTask<OrtEnvironment> task = new FutureTask<>(OrtEnvironment::getEnvironment);
        new Thread(null, task, "onnx-runtime-start", STACK_BYTES).start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ONNX Runtime was starting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("ONNX Runtime does not start", e.getCause());
        }
    }
}
