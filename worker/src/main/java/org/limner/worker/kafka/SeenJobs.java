package org.limner.worker.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limner.schemas.codec.JobIdentity;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of one partition that were taken within the window: those on record, and those under way. Thread-safe.
 *
 * <p>Some 120 bytes for each job: the first 16 bytes of two digests and the time. Two jobs are taken for one when those of
 * their ids agree, for which 2^64 jobs are needed.
 */
final class SeenJobs {
    private static final Logger LOG = LoggerFactory.getLogger(SeenJobs.class);

    private final String topic;
    private final long windowMillis;
    private final Budget budget;
    private final Map<Hash, Taken> known = new LinkedHashMap<>(); // the oldest first
    private final Map<Hash, Taken> underWay = new HashMap<>();

    /**
     * How many jobs all partitions of a worker remember together. Beyond that the partition with the most forgets its
     * oldest, so that none forgets everything because others came first. Jobs under way are never forgotten. Guards the
     * partitions: one takes room from another.
     */
    static final class Budget {
        private final int limit;
        private final List<SeenJobs> partitions = new ArrayList<>();
        private int used;
        private boolean warned;

        Budget(int limit) {
            this.limit = limit;
        }

        private void keep(long now) {
            while (used > limit) {
                SeenJobs largest =
                        Collections.max(partitions, Comparator.comparingInt(partition -> partition.known.size()));
                if (largest.known.isEmpty()) {
                    return; // all of them are under way
                }
                Taken forgotten = largest.forgetOldest();
                if (!warned && now - forgotten.at <= largest.windowMillis) {
                    warned = true;
                    LOG.warn(
                            "Jobs are forgotten within limner.kafka.seen-window and are rendered again when they are"
                                    + " published again: raise limner.kafka.max-seen-jobs, which is {}",
                            limit);
                }
            }
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
        synchronized (budget) {
            budget.partitions.add(this);
        }
    }

    /** The key of a job's record on the topic of seen jobs. No topic has a slash in its name. */
    byte[] key(JobId id) {
        return (topic + "/" + id).getBytes(StandardCharsets.UTF_8);
    }

    /** Takes a record of the topic of seen jobs; those of jobs from other topics are passed over. */
    void load(byte[] key, byte[] digest, long recordedAt, long now) {
        String text = new String(key, StandardCharsets.UTF_8);
        if (text.lastIndexOf('/') == topic.length() && text.startsWith(topic) && now - recordedAt <= windowMillis) {
            Hash hash = hash(key);
            synchronized (budget) {
                if (!underWay.containsKey(hash)) {
                    remember(hash, new Taken(Hash.of(digest), recordedAt), known, now);
                }
            }
        }
    }

    /** Asks whether a job is new, and takes it if so: it is under way then. Jobs are asked for in the order of offsets. */
    Answer claim(JobIdentity job, long now) {
        Hash key = hash(key(job.id()));
        Hash digest = Hash.of(job.digest());
        synchronized (budget) {
            forgetBefore(now - windowMillis);
            Taken before = underWay.getOrDefault(key, known.get(key));
            if (before != null) {
                return before.digest.equals(digest) ? Answer.DUPLICATE : Answer.CONFLICT;
            }
            remember(key, new Taken(digest, now), underWay, now);
            return Answer.NEW;
        }
    }

    /** The job is on record and no longer under way. */
    void committed(JobId id) {
        Hash key = hash(key(id));
        synchronized (budget) {
            Taken taken = underWay.remove(key);
            if (taken != null) {
                known.put(key, taken);
            }
        }
    }

    /** The job turned out to be none: another one may have its id. */
    void release(JobId id) {
        Hash key = hash(key(id));
        synchronized (budget) {
            if (underWay.remove(key) != null || known.remove(key) != null) {
                budget.used--;
            }
        }
    }

    /** Forgets everything and takes nothing any more: the partition is no longer this worker's. */
    void close() {
        synchronized (budget) {
            budget.partitions.remove(this);
            budget.used -= known.size() + underWay.size();
            known.clear();
            underWay.clear();
        }
    }

    private void remember(Hash key, Taken taken, Map<Hash, Taken> jobs, long now) {
        if (!budget.partitions.contains(this)) {
            return; // closed
        }
        if (jobs.remove(key) == null) {
            budget.used++;
        }
        jobs.put(key, taken);
        budget.keep(now);
    }

    private void forgetBefore(long time) {
        while (!known.isEmpty() && known.values().iterator().next().at < time) {
            forgetOldest();
        }
    }

    private Taken forgetOldest() {
        Iterator<Taken> oldest = known.values().iterator();
        Taken forgotten = oldest.next();
        oldest.remove();
        budget.used--;
        return forgotten;
    }

    private static Hash hash(byte[] key) {
        return Hash.of(Digests.newSha256().digest(key));
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
