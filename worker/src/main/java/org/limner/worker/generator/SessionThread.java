package org.limner.worker.generator;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;

/**
 * The one thread on which a session runs. Sessions that are run on changing threads make device memory grow
 * (microsoft/onnxruntime issue 29351).
 */
final class SessionThread implements AutoCloseable {
    /**
     * ONNX Runtime 1.29 matches the process's command line with a recursive regular expression when it starts, about 270
     * bytes of stack per character (measured): a class path of 26,000 characters overflowed the 1 MB that threads have by
     * default and ended the process without a word. Address space only; what is not touched is not allocated.
     */
    private static final long STACK_BYTES = 256L << 20;

    private final ExecutorService executor;
    private final String name;

    SessionThread(String name) {
        this.name = name;
        executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(null, work, name, STACK_BYTES);
            thread.setDaemon(true); // a run cannot be interrupted; it must not keep the program from ending
            return thread;
        });
    }

    /** Runs {@code work} after whatever was handed in before, and waits for it. */
    <T> T call(Callable<T> work) throws InferenceFailedException {
        Future<T> result;
        try {
            result = executor.submit(work);
        } catch (RejectedExecutionException e) {
            throw new InferenceFailedException(FailureKind.WORKER, "session '" + name + "' is closed", e);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceFailedException(
                    FailureKind.WORKER, "interrupted while session '" + name + "' was running", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InferenceFailedException failure) {
                throw failure;
            }
            throw OnnxFailures.translate("session '" + name + "'", e.getCause());
        }
    }

    /** Runs {@code last} after whatever was handed in before, without waiting for it, and takes no more. */
    void closeAfter(Runnable last) {
        if (!executor.isShutdown()) {
            executor.execute(last);
            executor.shutdown();
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
