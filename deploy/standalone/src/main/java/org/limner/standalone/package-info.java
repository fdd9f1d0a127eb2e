/**
 * The worker and a real Kafka broker in one JVM: what runs with nothing installed.
 *
 * <p>In: arguments ({@link org.limner.standalone.StandaloneOptions}). Out: a broker on 127.0.0.1 with the topics of the
 * contract and the worker's Quarkus application on top, started and ended in the right order by
 * {@link org.limner.standalone.StandaloneMain}. What the worker does is in {@code org.limner.worker}, unchanged; what the
 * broker is, in {@code org.limner.broker}.
 */
@NullMarked
package org.limner.standalone;

import org.jspecify.annotations.NullMarked;
