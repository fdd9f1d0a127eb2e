package org.limner.worker.kafka;

import org.limner.worker.kafka.LoopStatus.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a poll loop is doing now; a change is logged. Told by the poll thread, read by any. */
final class CurrentStatus {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private volatile LoopStatus status = new LoopStatus(Phase.CONNECTING, "not started");

    LoopStatus get() {
        return status;
    }

    void say(Phase phase, String detail) {
        LoopStatus now = new LoopStatus(phase, detail);
        if (!now.equals(status)) {
            LOG.info("Kafka: {}; phase={}", detail, phase);
            status = now;
        }
    }
}
