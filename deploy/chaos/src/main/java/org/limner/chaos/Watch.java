package org.limner.chaos;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limner.chaos.audit.Arrival;
import org.limner.chaos.audit.ArrivalReader;
import org.limner.chaos.audit.Takeovers;

/** Reads answers as they come, on a thread of its own. */
final class Watch implements AutoCloseable {
    private final ArrivalReader reader;
    private final Takeovers takeovers;
    private final Set<String> answered = new HashSet<>();
    private final Thread thread = new Thread(this::read, "watch");
    private long lastNews = System.nanoTime();
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    Watch(String bootstrapServers, Takeovers takeovers) {
        this.reader = new ArrivalReader(bootstrapServers);
        this.takeovers = takeovers;
        thread.setDaemon(true);
        thread.start();
    }

    /** The keys with at least one answer. */
    synchronized Set<String> answered() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return Set.copyOf(answered);
    }

    /** For how long no job has got its first answer. */
    synchronized double secondsWithoutNews() {
        return (System.nanoTime() - lastNews) / 1e9;
    }

    private void read() {
        try {
            while (!closed) {
                for (Arrival arrival : reader.poll()) {
                    takeovers.arrived(arrival);
                    synchronized (this) {
                        if (answered.add(arrival.key())) {
                            lastNews = System.nanoTime();
                        }
                    }
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            reader.close();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
