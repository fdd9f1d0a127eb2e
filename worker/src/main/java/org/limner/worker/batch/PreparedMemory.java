package org.limner.worker.batch;

import java.util.HashMap;
import java.util.Map;
import org.limner.worker.generator.PreparedMask;

/**
 * Counts the memory of jobs from when they have been read until they are answered, prepared masks and pictures, and holds
 * those who read back while too much is in use. Jobs of the same mask share it. Thread-safe.
 */
final class PreparedMemory {
    private final long limit;
    private final Map<PreparedMask, Integer> users = new HashMap<>();
    private long bytes;

    /** @param limit bytes; whoever reads when less is in use may go beyond, or a job larger than this would never be read */
    PreparedMemory(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("memory for prepared jobs must be positive but is " + limit + " bytes");
        }
        this.limit = limit;
    }

    /** Waits until less than the limit is in use. */
    synchronized void awaitRoom() throws InterruptedException {
        while (bytes >= limit) {
            wait();
        }
    }

    /** @param pictureBytes of the job's pictures, which will be there */
    synchronized void take(PreparedMask mask, long pictureBytes) {
        boolean first = users.merge(mask, 1, Integer::sum) == 1;
        bytes += pictureBytes + (first ? mask.bytes() : 0);
    }

    /** Gives back what {@link #take} took. */
    synchronized void release(PreparedMask mask, long pictureBytes) {
        boolean last = users.merge(mask, -1, Integer::sum) == 0;
        if (last) {
            users.remove(mask);
        }
        bytes -= pictureBytes + (last ? mask.bytes() : 0);
        notifyAll();
    }

    synchronized long bytes() {
        return bytes;
    }
}
