package org.limner.worker.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.limner.schemas.codec.JobIdentity;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.JobId;

/**
 * The jobs of one partition that were taken within the window: those on record, and those under way. Thread-safe.
 *
 * <p>Some 120 bytes for each job: the first 16 bytes of two digests and the time. Two jobs are taken for one when those of
 * their ids agree, for which 2^64 jobs are needed.
 */
final class SeenJobs {
    private final String topic;
    private final long windowMillis;
    private final Budget budget;
    private final Map<Hash, Taken> jobs = new LinkedHashMap<>(); // the oldest first
    private boolean closed;

    /** How many jobs all partitions of a worker remember together; beyond that the oldest of a partition are forgotten. */
    static final class Budget {
        private final int limit;
        private final AtomicInteger used = new AtomicInteger();

        Budget(int limit) {
            this.limit = limit;
        }

        boolean isExceeded() {
            return used.get() > limit;
        }
    }

    /** What a job is to those that were taken before. */
    enum Answer {
        NEW,
        DUPLICATE,
        /** Another job has its id. */
        CONFLICT
    }

    /** @param topic the jobs' topic */
    SeenJobs(String topic, Duration window, Budget budget) {
        this.topic = topic;
        this.windowMillis = window.toMillis();
        this.budget = budget;
    }

    /** The key of a job's record on the topic of seen jobs. No topic has a slash in its name. */
    byte[] key(JobId id) {
        return (topic + "/" + id).getBytes(StandardCharsets.UTF_8);
    }

    /** Takes a record of the topic of seen jobs; those of jobs from other topics are passed over. */
    synchronized void load(byte[] key, byte[] digest, long recordedAt, long now) {
        String text = new String(key, StandardCharsets.UTF_8);
        if (text.lastIndexOf('/') == topic.length() && text.startsWith(topic) && now - recordedAt <= windowMillis) {
            put(Hash.of(Digests.newSha256().digest(key)), new Taken(Hash.of(digest), recordedAt));
        }
    }

    /** Asks whether a job is new, and takes it if so. Jobs are asked for in the order of their offsets. */
    synchronized Answer claim(JobIdentity job, long now) {
        forgetBefore(now - windowMillis);
        Hash key = Hash.of(Digests.newSha256().digest(key(job.id())));
        Hash digest = Hash.of(job.digest());
        Taken before = jobs.get(key);
        if (before != null) {
            return before.digest.equals(digest) ? Answer.DUPLICATE : Answer.CONFLICT;
        }
        put(key, new Taken(digest, now));
        return Answer.NEW;
    }

    /** The job turned out to be none: another one may have its id. */
    synchronized void release(JobId id) {
        if (jobs.remove(Hash.of(Digests.newSha256().digest(key(id)))) != null) {
            budget.used.decrementAndGet();
        }
    }

    /** Forgets everything and takes nothing any more: the partition is no longer this worker's. */
    synchronized void close() {
        closed = true;
        budget.used.addAndGet(-jobs.size());
        jobs.clear();
    }

    private void put(Hash key, Taken taken) {
        if (closed) {
            return;
        }
        if (jobs.remove(key) == null) {
            budget.used.incrementAndGet();
        }
        jobs.put(key, taken);
        Iterator<Taken> oldest = jobs.values().iterator();
        while (budget.isExceeded() && oldest.hasNext()) {
            forget(oldest);
        }
    }

    private void forgetBefore(long time) {
        for (Iterator<Taken> oldest = jobs.values().iterator(); oldest.hasNext() && oldest.next().at < time; ) {
            oldest.remove();
            budget.used.decrementAndGet();
        }
    }

    private void forget(Iterator<Taken> oldest) {
        oldest.next();
        oldest.remove();
        budget.used.decrementAndGet();
    }

    private record Taken(Hash digest, long at) {}

    /** The first 16 bytes of a SHA-256. */
    private record Hash(long high, long low) {
        static Hash of(byte[] digest) {
            ByteBuffer bytes = ByteBuffer.wrap(digest);
            return new Hash(bytes.getLong(), bytes.getLong());
        }
    }
}
