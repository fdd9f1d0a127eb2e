package org.limner.worker.kafka;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.limner.schemas.codec.DeadLetterReason;
import org.limner.schemas.codec.IdentityReader;
import org.limner.schemas.codec.JobIdentity;
import org.limner.worker.batch.Arrival;
import org.limner.worker.batch.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps duplicates from the pipeline. One thread, so that of two jobs with one id the first one in the partition is the
 * job, and not the poll thread, which large records would hold up.
 */
final class Screening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Screening.class);

    private final Consumer<Arrival> pipeline;
    private final InstantSource clock;
    private final IdentityReader identities = new IdentityReader();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "screen");
        thread.setDaemon(true);
        return thread;
    });

    Screening(Consumer<Arrival> pipeline, InstantSource clock) {
        this.pipeline = pipeline;
        this.clock = clock;
    }

    /** Takes a record; its outcome comes later, from another thread. Does not wait. */
    void submit(Admission admission) {
        admission.submitted();
        executor.execute(() -> {
            try {
                screen(admission);
            } catch (RuntimeException | Error e) {
                // Without an outcome its partition would stand still.
                LOG.error(
                        "A record could not be screened; partition={} offset={}",
                        admission.partition(),
                        admission.offset(),
                        e);
                admission.finish(new Outcome.DeadLetter(
                        DeadLetterReason.MALFORMED_ENVELOPE,
                        "reading the record failed with " + e.getClass().getName(),
                        bytes(admission),
                        System.nanoTime()));
            }
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void screen(Admission admission) {
        if (admission.abandoned()) {
            admission.released();
            return;
        }
        // A job that is tried again was found new the first time.
        Optional<JobIdentity> identity = admission.assignment().retry().isPresent()
                ? Optional.empty()
                : identities.read(admission.headers(), admission.value());
        if (identity.isEmpty()) {
            pipeline.accept(admission);
            return;
        }
        JobIdentity job = identity.get();
        switch (admission.assignment().seen().claim(job, clock.millis())) {
            case NEW -> {
                admission.identity(job);
                pipeline.accept(admission);
            }
            case DUPLICATE -> admission.finish(new Outcome.Duplicate(job.id(), System.nanoTime()));
            case CONFLICT ->
                admission.finish(new Outcome.DeadLetter(
                        DeadLetterReason.CONFLICT,
                        "job " + job.id() + " was published before on "
                                + admission.record().topic() + " with other data; give each job an id of its own",
                        bytes(admission),
                        System.nanoTime()));
        }
    }

    private static int bytes(Admission admission) {
        byte[] value = admission.value();
        return value == null ? 0 : value.length;
    }
}
