package org.limner.chaos.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** Where this program's parts are, and what its processes have in common. */
public final class Program {
    private static final int EXIT_CODE_WITHOUT_PARENT = 1;
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int PORT_ATTEMPTS = 100;

    private Program() {}

    /** The {@code quarkus-run.jar} that this class was loaded from. */
    static Path jar() {
        return application().resolve("quarkus-run.jar");
    }

    /** The bundle that comes with the program. */
    public static Path bundle() {
        return application().resolve("bundles/tiny");
    }

    private static Path application() {
        try {
            // quarkus-app/app/chaos.jar
            Path code = Path.of(Program.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path application = code.resolve("../..").normalize();
            if (!Files.exists(application.resolve("quarkus-run.jar"))) {
                throw new IllegalStateException("the program is not built: there is no quarkus-run.jar above " + code);
            }
            return application;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this class was loaded from a place that is no path", e);
        }
    }

    /** Ends this process as soon as its parent has ended, which could not end it when it was killed itself. */
    public static void endWithParent(long parentPid) {
        ProcessHandle.of(parentPid)
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null)) // it has ended already
                .thenRun(() -> Runtime.getRuntime().halt(EXIT_CODE_WITHOUT_PARENT));
    }

    /**
     * A port of 127.0.0.1 that nobody listens at, below those that Linux gives to outgoing connections (32768 and up, by
     * ip_local_port_range): while the broker is away, one of its clients could get the very port and talk to itself.
     */
    static int freePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue; // taken
            }
        }
        throw new IllegalStateException("none of " + PORT_ATTEMPTS + " ports from " + FIRST_PORT + " to " + LAST_PORT
                + " of 127.0.0.1 was free");
    }
}
