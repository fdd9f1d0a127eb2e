package org.limner.worker.config;

/** How consumers of a group agree on who reads which partition. */
public enum GroupProtocol {
    /** The members decide; cooperative and sticky, so that a rebalance interrupts only partitions that move. */
    CLASSIC,
    /** The members decide, and give up everything while they do. For a group that has such members already. */
    CLASSIC_EAGER,
    /** The broker decides (KIP-848). */
    CONSUMER
}
