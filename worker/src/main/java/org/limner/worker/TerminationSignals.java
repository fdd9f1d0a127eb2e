package org.limner.worker;

import io.quarkus.runtime.Quarkus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Ends the application on SIGTERM and SIGINT before the JVM begins its own shutdown.
 *
 * <p>Left to the JVM, the signal starts all shutdown hooks at once: Quarkus' hook, in which the worker drains, and ONNX
 * Runtime's, which destroys the environment that the drain still renders with. That ends in SIGSEGV and loses the drain.
 * Ended this way, the application is drained and closed when the first hook runs.
 */
final class TerminationSignals {
    private static final Logger LOG = LoggerFactory.getLogger(TerminationSignals.class);

    private TerminationSignals() {}

    static void handle() {
        for (String name : new String[] {"TERM", "INT"}) {
            try {
                // The exit code a shell expects of a process that a signal ended.
                Signal.handle(new Signal(name), signal -> Quarkus.asyncExit(128 + signal.getNumber()));
            } catch (IllegalArgumentException e) {
                LOG.warn("SIG{} is not handled: {}", name, e.getMessage()); // the JVM runs with -Xrs, or as a service
            }
        }
    }
}
