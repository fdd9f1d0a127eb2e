package org.limner.worker.kafka;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.limner.worker.batch.Outcome;

/** Outcomes on their way from the pipeline's threads to the poll thread. */
final class FinishedJobs {
    private final TopicNames topics;
    private final ConcurrentLinkedQueue<Finished> queue = new ConcurrentLinkedQueue<>();

    FinishedJobs(TopicNames topics) {
        this.topics = topics;
    }

    /** Called by any thread. */
    void add(Admission admission, Outcome outcome) {
        queue.add(new Finished(admission, PublishableOutcome.of(outcome, admission, topics)));
    }

    /** Tells the partitions; called by the poll thread. */
    void take() {
        for (Finished next = queue.poll(); next != null; next = queue.poll()) {
            // What belongs to an earlier assignment of a partition is dropped: its next owner renders it.
            if (!next.admission.assignment().ended()) {
                take(next.admission, next.outcome);
            }
        }
    }

    private static void take(Admission admission, PublishableOutcome finished) {
        AssignedPartition assignment = admission.assignment();
        Outcome outcome = finished.outcome();
        assignment.progress().finish(admission.offset(), finished, outcome.bytes());
        assignment.journal().cleared(admission.offset());
        if (outcome instanceof Outcome.DeadLetter) {
            admission.identity().ifPresent(job -> assignment.seen().release(job.id()));
        }
    }

    private record Finished(Admission admission, PublishableOutcome outcome) {}
}
