package org.limner.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalDouble;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;

/**
 * What a worker's metrics say of its renderers, since its start.
 *
 * @param busySeconds in session runs
 * @param idleSeconds without one while there were jobs in the pipeline
 */
record RendererTimes(double busySeconds, double idleSeconds) {
    private static final String BUSY = "limner_renderer_busy_seconds_total";
    private static final String IDLE = "limner_renderer_idle_seconds_total";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Asks the worker; ends the verb with UNREACHABLE when it does not answer with both numbers. */
    static RendererTimes read(URI metrics) {
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(LIMIT)
                    .build()
                    .send(
                            HttpRequest.newBuilder(metrics)
                                    .timeout(LIMIT)
                                    .header("Accept", "text/plain")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            OptionalDouble busy = value(response.body(), BUSY);
            OptionalDouble idle = value(response.body(), IDLE);
            if (response.statusCode() != 200 || busy.isEmpty() || idle.isEmpty()) {
                throw new CommandFailedException(
                        ExitCode.UNREACHABLE,
                        metrics + " answered " + response.statusCode() + " without " + BUSY + " and " + IDLE
                                + "; it should be a worker's /q/metrics");
            }
            return new RendererTimes(busy.getAsDouble(), idle.getAsDouble());
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.UNREACHABLE, "no worker's metrics at " + metrics + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitCode.UNREACHABLE, "interrupted while reading " + metrics, e);
        }
    }

    private static OptionalDouble value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst();
    }

    RendererTimes since(RendererTimes before) {
        return new RendererTimes(busySeconds - before.busySeconds, idleSeconds - before.idleSeconds);
    }

    /** Of the time with jobs in the pipeline; NaN when there was none. */
    double idleShare() {
        return idleSeconds / (busySeconds + idleSeconds);
    }
}
