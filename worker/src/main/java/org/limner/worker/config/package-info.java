/**
 * What a person can set, one interface per concern.
 *
 * <p>In: keys that begin with {@code limner.}, from a properties file, system properties or the environment. Out: typed
 * values with units; {@link UnknownKeys} refuses a key that no interface has, so that a misspelt one is not ignored.
 * Settings of Quarkus itself (HTTP, logs) are in {@code META-INF/microprofile-config.properties}. What is built from the
 * values lives elsewhere: nothing here opens a file or a connection.
 */
@NullMarked
package org.limner.worker.config;

import org.jspecify.annotations.NullMarked;
