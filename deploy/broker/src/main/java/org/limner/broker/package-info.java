/**
 * A real Kafka broker in the same JVM, for the standalone program and for tests.
 *
 * <p>In: {@link org.limner.broker.BrokerSettings}, a folder, a port and who may do what ({@link
 * org.limner.broker.BrokerSecurity}), none of them needed. Out: {@link org.limner.broker.EmbeddedBroker}, which listens on
 * 127.0.0.1 alone, and {@link org.limner.broker.RenderTopics}, the topics a worker needs. Producers, consumers and everything about
 * jobs live elsewhere: they talk to this broker as to any other.
 */
@NullMarked
package org.limner.broker;

import org.jspecify.annotations.NullMarked;
