package org.limner.cli.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param warmUp   before the window: until sessions, connections and compiled code are as they stay
 * @param window   whose jobs are measured
 * @param metrics  of the worker; empty when its renderers are not asked for
 * @param patience how long no result may come while jobs wait
 */
record LoadPlan(LoadRate rate, Duration warmUp, Duration window, Optional<URI> metrics, Duration patience) {
    LoadPlan {
        if (window.isZero() || window.isNegative() || warmUp.isNegative()) {
            throw new IllegalArgumentException("a window of " + window.toSeconds() + " s after " + warmUp.toSeconds()
                    + " s measures nothing; --seconds must be positive and --warm-up not negative");
        }
    }
}
