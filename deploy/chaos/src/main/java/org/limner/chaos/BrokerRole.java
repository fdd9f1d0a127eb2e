package org.limner.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.limner.broker.BrokerSettings;
import org.limner.broker.EmbeddedBroker;
import org.limner.chaos.process.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The embedded broker with its topics, until it is told to end. */
@Command(name = "broker", hidden = true)
final class BrokerRole implements Callable<Integer> {
    @Option(names = "--folder", required = true)
    private Path folder;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--partitions", required = true)
    private int partitions;

    @Option(names = "--ready-file", required = true)
    private Path readyFile;

    @Option(names = "--property")
    private Map<String, String> properties = new HashMap<>();

    @Option(names = "--parent-pid", required = true)
    private long parentPid;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Program.endWithParent(parentPid);
        BrokerSettings settings = BrokerSettings.DEFAULT.withFolder(folder).withPort(port);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            settings = settings.with(property.getKey(), property.getValue());
        }
        EmbeddedBroker broker = EmbeddedBroker.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-the-broker"));
        broker.createTopics(partitions);
        Files.createFile(readyFile);
        new CountDownLatch(1).await(); // until a signal
        return ChaosMain.OK;
    }
}
