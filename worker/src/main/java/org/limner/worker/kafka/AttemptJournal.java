package org.limner.worker.kafka;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.limner.worker.kafka.JournalText.Attempt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which jobs of a partition are being tried, on record before they are: whoever has the partition after a crash learns
 * from it which jobs may have been the cause.
 *
 * <p>Those are suspects. Each runs alone, and when the process dies then, that one did it; a job that only stood beside
 * others is never blamed. What an orderly hand-over leaves unfinished is no suspect, nor is what this very process left
 * when it lost its partitions: it did not end.
 *
 * <p>Used by the poll thread alone.
 */
final class AttemptJournal {
    /** Two may be chance, such as a machine that was switched off twice. */
    static final int MAX_CRASHES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(AttemptJournal.class);

    private final NavigableMap<Long, Integer> suspects = new TreeMap<>();
    private final String process;
    private OptionalLong alone = OptionalLong.empty();
    private String committed;

    /**
     * What is known when a partition is assigned.
     *
     * @param base     the committed offset
     * @param metadata that was committed with it
     * @param process  a word for this process that no other has, of at most 8 characters
     */
    AttemptJournal(long base, String metadata, String process) {
        this.committed = metadata;
        this.process = process;
        try {
            JournalText.Journal left = JournalText.read(base, metadata);
            boolean crashed = !left.writer().equals(process);
            left.attempts().forEach((offset, attempt) -> {
                if (crashed) {
                    suspects.put(offset, attempt.alone() ? attempt.crashes() + 1 : attempt.crashes());
                } else if (attempt.alone() || attempt.crashes() > 0) {
                    suspects.put(offset, attempt.crashes());
                }
            });
        } catch (IllegalArgumentException e) {
            LOG.warn("The metadata of offset {} is no journal and ignored: {}", base, metadata);
        }
    }

    boolean hasSuspects() {
        return !suspects.isEmpty();
    }

    NavigableSet<Long> suspects() {
        return new TreeSet<>(suspects.keySet());
    }

    boolean isSuspect(long offset) {
        return suspects.containsKey(offset);
    }

    /** How often the process ended while this job was alone. */
    int crashes(long offset) {
        return suspects.getOrDefault(offset, 0);
    }

    void beginAlone(long suspect) {
        alone = OptionalLong.of(suspect);
    }

    /** The job was tried and nobody died; or it is no longer in the log. */
    void cleared(long offset) {
        suspects.remove(offset);
        if (alone.isPresent() && alone.getAsLong() == offset) {
            alone = OptionalLong.empty();
        }
    }

    /**
     * What is to be committed.
     *
     * @param base    the offset it is committed with
     * @param running offsets that are being tried
     */
    String text(long base, Iterable<Long> running) {
        return text(base, process, running);
    }

    private String text(long base, String writer, Iterable<Long> running) {
        NavigableMap<Long, Attempt> attempts = new TreeMap<>();
        running.forEach(offset -> attempts.put(offset, new Attempt(0, false)));
        suspects.forEach((offset, crashes) ->
                attempts.put(offset, new Attempt(crashes, alone.isPresent() && alone.getAsLong() == offset)));
        return JournalText.write(base, writer, attempts.tailMap(base, true));
    }

    /** What is to be committed when the partition goes to another worker in good order. */
    String handOver(long base) {
        alone = OptionalLong.empty();
        return text(base, JournalText.NOBODY, new TreeSet<>());
    }

    /** What is committed. */
    String committed() {
        return committed;
    }

    void committed(String text) {
        committed = text;
    }
}
