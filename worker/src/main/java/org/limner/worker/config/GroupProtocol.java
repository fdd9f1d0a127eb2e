package org.limner.worker.config;

/** How consumers of a group agree on who reads which partition. */
public enum GroupProtocol {
    /** The members decide; cooperative sticky, so that a rebalance interrupts only partitions that move. */
    CLASSIC,
    /** The broker decides (KIP-848). */
    CONSUMER
}
