package org.limner.trainer.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C and SIGTERM into a request: the virtual machine goes on until the work has ended by itself, or a minute
 * has passed. Closing says that it has ended.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean requested;

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::request, "stop-signal"));
    }

    private void request() {
        if (ended.getCount() == 0) {
            return; // an ordinary exit
        }
        requested = true;
        System.err.println("\nstopping after this step, with a checkpoint ..");
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("no end after " + PATIENCE_SECONDS
                        + " s: the last checkpoint written is whole, and stays as it is");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody asked for the end. */
    @Override
    public boolean getAsBoolean() {
        return requested;
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
