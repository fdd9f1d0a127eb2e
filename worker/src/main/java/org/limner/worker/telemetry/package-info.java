/**
 * What an operator sees: metrics and health.
 *
 * <p>In: what pipeline and poll loop say as they go ({@link WorkerMetrics}), and the Kafka clients' own numbers
 * ({@link InstrumentedKafkaClients}). Out: Prometheus metrics at {@code /q/metrics} and health at {@code /q/health}, which
 * says why it is not well. Flight-recorder events are made where the stages are, in {@code org.limner.worker.batch}.
 */
@NullMarked
package org.limner.worker.telemetry;

import org.jspecify.annotations.NullMarked;
