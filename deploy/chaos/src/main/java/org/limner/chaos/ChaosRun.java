package org.limner.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.limner.chaos.audit.Arrival;
import org.limner.chaos.audit.ArrivalReader;
import org.limner.chaos.audit.Audit;
import org.limner.chaos.audit.ReferenceRenderer;
import org.limner.chaos.audit.Takeovers;
import org.limner.chaos.fault.Attempts;
import org.limner.chaos.job.JobMix;
import org.limner.chaos.job.PlannedRecord;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.worker.bundle.BundleRepository;

/** One run from the first process to the audit. Whatever happens, no process outlives it. */
final class ChaosRun {
    /** For a second answer to show itself when the first ones are all there. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(75);
    private static final Duration STEP = Duration.ofMillis(100);

    private final ChaosSettings settings;
    private final Path folder;

    /** @param folder for logs and records */
    ChaosRun(ChaosSettings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
    }

    ChaosReport run() throws InterruptedException {
        BundleRepository bundles = BundleRepository.load(settings.bundle());
        BundleManifest manifest = bundles.bundles().get(0).manifest();
        List<PlannedRecord> records =
                new JobMix(manifest, Cluster.store(folder), settings.topics(), settings.seed()).draw(settings.jobs());
        Takeovers takeovers = new Takeovers();
        try (Cluster cluster = Cluster.start(settings, folder)) {
            double seconds = disturb(cluster, records, takeovers);
            cluster.leave(DRAIN_LIMIT);
            List<Arrival> arrivals;
            try (ArrivalReader reader = new ArrivalReader(cluster.bootstrapServers())) {
                arrivals = reader.readToTheEnd();
            }
            System.out.println("auditing " + arrivals.size() + " answers");
            try (ReferenceRenderer reference = new ReferenceRenderer(bundles)) {
                return new ChaosReport(
                        settings.faults(),
                        records.stream().collect(Collectors.groupingBy(PlannedRecord::kind, Collectors.counting())),
                        Audit.of(records, arrivals, reference::digests),
                        takeovers.measured(),
                        cluster.exits(),
                        JobMix.deaths(settings.jobs(), new Attempts(Cluster.attempts(folder))),
                        seconds);
            }
        }
    }

    /** Publishes and makes faults until every job has an answer, or none comes any more; gives the seconds it took. */
    private double disturb(Cluster cluster, List<PlannedRecord> records, Takeovers takeovers)
            throws InterruptedException {
        Set<String> keys = records.stream().map(PlannedRecord::key).collect(Collectors.toSet());
        int answers = (int) records.stream()
                .filter(record -> record.expectation().isPresent())
                .count();
        Duration time = settings.faultInterval().multipliedBy(settings.faults().total() + 1);
        long began = System.nanoTime();
        try (Watch watch = new Watch(cluster.bootstrapServers(), takeovers);
                Publisher publisher = new Publisher(cluster.bootstrapServers(), records, time, settings.seed());
                Disturbance disturbance = new Disturbance(cluster, settings, takeovers)) {
            while (!watch.has(1, Set.of())
                    && watch.secondsWithoutNews() < settings.patience().toSeconds()) {
                TimeUnit.NANOSECONDS.sleep(STEP.toNanos()); // workers that are still starting survive anything
            }
            disturbance.run();
            while (!(publisher.done() && watch.has(answers, keys))
                    && watch.secondsWithoutNews() < settings.patience().toSeconds()) {
                TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
            return seconds;
        }
    }
}
