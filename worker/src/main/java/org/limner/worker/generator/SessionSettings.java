package org.limner.worker.generator;

/**
 * How sessions run.
 *
 * @param device         where
 * @param intraOpThreads threads that share one operator's work on the processor; 0: one per core
 * @param sessions       of each bundle's generator, each with its own thread and its own copy of the weights
 * @param cuda           read only where the device is an NVIDIA one
 */
public record SessionSettings(Device device, int intraOpThreads, int sessions, CudaSettings cuda) {
    /** On the processor, one thread per core. */
    public static final SessionSettings DEFAULT = new SessionSettings(new Device.Cpu(), 0);

    public SessionSettings {
        if (intraOpThreads < 0) {
            throw new IllegalArgumentException("intra-op threads must not be negative but are " + intraOpThreads);
        }
        if (sessions < 1) {
            throw new IllegalArgumentException("a bundle needs at least 1 session, not " + sessions);
        }
    }

    /** One session of each bundle. */
    public SessionSettings(Device device, int intraOpThreads) {
        this(device, intraOpThreads, 1, CudaSettings.DEFAULT);
    }
}
