package org.limner.worker.batch;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads whose names say what they do: a stuck one does not keep the process alive. */
final class NamedThreads {
    private NamedThreads() {}

    /** The threads are called {@code name}, {@code name-2}, {@code name-3}, .. */
    static ThreadFactory of(String name) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            int number = made.incrementAndGet();
            Thread thread = new Thread(task, number == 1 ? name : name + "-" + number);
            thread.setDaemon(true);
            return thread;
        };
    }
}
