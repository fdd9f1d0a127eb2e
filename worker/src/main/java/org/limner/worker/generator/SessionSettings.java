package org.limner.worker.generator;

/**
 * How sessions run.
 *
 * @param device         where
 * @param intraOpThreads threads that share one operator's work on the processor; 0: one per core
 */
public record SessionSettings(Device device, int intraOpThreads) {
    /** On the processor, one thread per core. */
    public static final SessionSettings DEFAULT = new SessionSettings(new Device.Cpu(), 0);

    public SessionSettings {
        if (intraOpThreads < 0) {
            throw new IllegalArgumentException("intra-op threads must not be negative but are " + intraOpThreads);
        }
    }
}
