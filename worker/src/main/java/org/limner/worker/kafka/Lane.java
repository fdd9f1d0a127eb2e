package org.limner.worker.kafka;

/** How urgent a job is. While workers are short, jobs of the lanes are taken by their weights; no lane starves. */
public enum Lane {
    HIGH(8),
    NORMAL(3),
    LOW(1);

    private final int weight;

    Lane(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
