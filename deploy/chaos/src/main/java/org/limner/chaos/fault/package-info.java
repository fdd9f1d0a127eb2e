/**
 * What is put around a worker's generators so that they fail on purpose.
 *
 * <p>In: seeds that ask for a {@link org.limner.chaos.fault.Fault}, made by {@link org.limner.chaos.fault.FaultSeed}. Out:
 * failed runs and dead processes, counted in {@link org.limner.chaos.fault.Attempts}. Only a worker whose brokers are on
 * this machine's loopback address starts with it. Who publishes such jobs, and what must come of them, is in
 * {@code org.limner.chaos.job}.
 */
@NullMarked
package org.limner.chaos.fault;

import org.jspecify.annotations.NullMarked;
