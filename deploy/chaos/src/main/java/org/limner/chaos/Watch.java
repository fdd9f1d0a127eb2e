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
    private int arrivals;
    private long lastNews = System.nanoTime();
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    Watch(String bootstrapServers, Takeovers takeovers) {
        this.reader = new ArrivalReader(bootstrapServers);
        this.takeovers = takeovers;
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether there are at least so many answers, and one for each key. */
    synchronized boolean has(int answers, Set<String> keys) {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return arrivals >= answers && answered.containsAll(keys);
    }

    /** For how long no answer has come. */
    synchronized double secondsWithoutNews() {
        return (System.nanoTime() - lastNews) / 1e9;
    }

    private void read() {
        try {
            while (!closed) {
                for (Arrival arrival : reader.poll()) {
                    takeovers.arrived(arrival);
                    synchronized (this) {
                        answered.add(arrival.key());
                        arrivals++;
                        lastNews = System.nanoTime();
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
