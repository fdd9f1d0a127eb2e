package org.limner.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.limner.broker.BrokerSecurity.Mechanism;

/**
 * One Kafka node, broker and KRaft controller in one, that listens on 127.0.0.1 alone.
 *
 * <p>Records live in a log folder. {@link #stop} and {@link #restart} keep the folder and the ports, so that clients find
 * the broker again; {@link #close} ends it and deletes the folder if it was a temporary one. Not thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int NODE_ID = 1;
    /** How often new free ports are tried when another process took one between finding and binding it. */
    private static final int PORT_ATTEMPTS = 5;

    static {
        // Kafka's switch for log levels asks the Log4j API, which without this complains on standard error that
        // there is no Log4j behind it.
        System.getProperties().putIfAbsent("log4j.provider", "org.apache.logging.log4j.simple.internal.SimpleProvider");
        // Kafka ends the whole JVM when its controller cannot start. Here that is the caller's to decide.
        Exit.setHaltProcedure((status, message) -> {
            throw new IllegalStateException("the embedded Kafka broker stopped with status " + status
                    + (message == null ? "" : ": " + message));
        });
    }

    private final Path folder;
    private final boolean temporary;
    private final int brokerPort;
    private final int controllerPort;
    private final BrokerSettings settings;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(BrokerSettings settings, Path folder, int brokerPort, int controllerPort) {
        this.settings = settings;
        this.folder = folder;
        this.temporary = settings.folder().isEmpty();
        this.brokerPort = brokerPort;
        this.controllerPort = controllerPort;
        launch();
    }

    /** A broker on a free port whose records live in a temporary folder. */
    public static EmbeddedBroker start() {
        return start(0);
    }

    /**
     * A broker whose records live in a temporary folder.
     *
     * @param port of 127.0.0.1; 0: any free one
     */
    public static EmbeddedBroker start(int port) {
        return start(BrokerSettings.DEFAULT.withPort(port));
    }

    /**
     * A broker whose records live in {@code folder}, with what an earlier one left there.
     *
     * @param folder created when missing; kept by {@link #close}
     * @param port   of 127.0.0.1; 0: any free one
     * @throws IllegalStateException if the port is taken or another broker uses the folder
     */
    public static EmbeddedBroker start(Path folder, int port) {
        return start(BrokerSettings.DEFAULT.withFolder(folder).withPort(port));
    }

    /** Throws {@link IllegalStateException} if the port is taken or another broker uses the folder. */
    public static EmbeddedBroker start(BrokerSettings settings) {
        if (settings.folder().isPresent()) {
            return start(settings, settings.folder().get());
        }
        try {
            Path folder = Files.createTempDirectory("limner-broker-");
            try {
                return start(settings, folder);
            } catch (RuntimeException e) {
                deleteRecursively(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for the broker's log", e);
        }
    }

    private static EmbeddedBroker start(BrokerSettings settings, Path folder) {
        IllegalStateException lastFailure = null;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            try {
                int[] ports = freePorts(settings.port());
                return new EmbeddedBroker(settings, folder.toAbsolutePath(), ports[0], ports[1]);
            } catch (BindException e) {
                throw new IllegalStateException(
                        "cannot listen on " + HOST + ":" + settings.port() + ": " + e.getMessage(), e);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot find a free port on " + HOST, e);
            } catch (IllegalStateException e) {
                if (!isBusyPort(e)) {
                    throw e;
                }
                lastFailure = e;
            }
        }
        throw new IllegalStateException(PORT_ATTEMPTS + " times a free port was taken before it was used", lastFailure);
    }

    /** For {@code bootstrap.servers}: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return HOST + ":" + brokerPort;
    }

    /** Where the records are. */
    public Path folder() {
        return folder;
    }

    /** Creates {@link RenderTopics}; those that exist are left as they are. */
    public void createTopics(int partitions) {
        createTopics(RenderTopics.withPartitions(partitions));
    }

    /** Creates {@code topics}; those that exist are left as they are. */
    public void createTopics(Collection<NewTopic> topics) {
        try (Admin admin = administrator()) {
            for (Map.Entry<String, KafkaFuture<Void>> created :
                    admin.createTopics(topics).values().entrySet()) {
                try {
                    created.getValue().get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("cannot create topic " + created.getKey(), e.getCause());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    /** A client that may do everything; closed by the caller. */
    public Admin administrator() {
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        settings.security()
                .ifPresent(security ->
                        config.putAll(security.clientProperties(BrokerSecurity.ADMINISTRATOR, Mechanism.PLAIN)));
        return Admin.create(config);
    }

    /** Stops listening; records and ports stay for {@link #restart}. Does nothing when stopped. */
    public void stop() {
        KafkaRaftServer running = server;
        if (running != null) {
            server = null;
            running.shutdown();
            running.awaitShutdown();
        }
    }

    /** Starts again on the same folder and ports; stops first if needed. */
    public void restart() {
        stop();
        launch();
    }

    @Override
    public void close() {
        stop();
        if (temporary) {
            deleteRecursively(folder);
        }
    }

    /**
     * Asks before Kafka does: a second server that finds the folder taken leaves the first one's controller spinning, and its
     * shutdown then takes five minutes.
     */
    private void requireUnused() {
        Path lock = folder.resolve(".lock"); // Kafka holds it while it runs
        if (!Files.exists(lock)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free == null) {
                throw inUse(null);
            }
        } catch (OverlappingFileLockException e) { // by this very process
            throw inUse(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + lock, e);
        }
    }

    private IllegalStateException inUse(@Nullable OverlappingFileLockException cause) {
        return new IllegalStateException("another broker uses the folder " + folder, cause);
    }

    private void launch() {
        requireUnused();
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format();
        }
        KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(config(), false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (Throwable e) { // Kafka's Scala code throws checked exceptions without declaring them
            starting.shutdown();
            throw new IllegalStateException("the embedded Kafka broker did not start in " + folder, e);
        }
        server = starting;
    }

    private void format() {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(folder);
            Formatter formatter = new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setIgnoreFormatted(true)
                    .setPrintStream(silent);
            settings.security().ifPresent(security -> formatter.setScramArguments(security.scramArguments()));
            formatter.run();
        } catch (Exception e) { // Formatter.run declares it
            throw new IllegalStateException("cannot prepare " + folder + " for a Kafka log", e);
        }
    }

    private Properties config() {
        String broker = "CLIENT://" + HOST + ":" + brokerPort;
        String controller = "CONTROLLER://" + HOST + ":" + controllerPort;
        Properties config = new Properties();
        config.put("process.roles", "broker,controller");
        config.put("node.id", String.valueOf(NODE_ID));
        config.put("controller.listener.names", "CONTROLLER");
        config.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        config.put("listeners", broker + "," + controller);
        config.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("inter.broker.listener.name", "CLIENT");
        config.put("log.dirs", folder.toString());
        config.put("auto.create.topics.enable", "false");
        // One node: nothing to replicate to, nobody to wait for.
        config.put("offsets.topic.replication.factor", "1");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("group.initial.rebalance.delay.ms", "0");
        // Lower than Kafka's 6 s: on one machine a worker that was killed is missed sooner.
        config.put("group.min.session.timeout.ms", "1000");
        // Small: the defaults reserve 50 internal partitions, 128 MiB for the cleaner and 11 threads.
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.num.partitions", "4");
        config.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        settings.security().ifPresent(security -> config.putAll(security.brokerProperties()));
        config.putAll(settings.more());
        return config;
    }

    /** The broker's port and the controller's; both held at once, so that they differ. */
    private static int[] freePorts(int brokerPort) throws IOException {
        try (ServerSocket broker = listen(brokerPort);
                ServerSocket controller = listen(0)) {
            return new int[] {broker.getLocalPort(), controller.getLocalPort()};
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName(HOST));
    }

    private static boolean isBusyPort(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || String.valueOf(cause.getMessage()).contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }

    private static void deleteRecursively(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the broker's temporary folder " + folder, e);
        }
    }
}
