package org.limner.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limner.schemas.codec.IdentityReader;
import org.limner.schemas.codec.JobIdentity;
import org.limner.worker.kafka.SeenJobs.Answer;

/** What could go wrong: a duplicate is rendered again, a new job is taken for one, or the memory of both grows for ever. */
class SeenJobsTest {
    private static final Duration WINDOW = Duration.ofHours(24);

    private final SeenJobs.Budget budget = new SeenJobs.Budget(3);
    private final SeenJobs seen = new SeenJobs("jobs", WINDOW, budget);

    @Test
    void theSecondOfTwoIsADuplicateOrAConflict() {
        assertThat(seen.claim(job("a", "{}"), 0)).isEqualTo(Answer.NEW);
        assertThat(seen.claim(job("a", "{ }"), 1)).isEqualTo(Answer.DUPLICATE);
        assertThat(seen.claim(job("a", "{\"x\":1}"), 2)).isEqualTo(Answer.CONFLICT);
        assertThat(seen.claim(job("b", "{}"), 3)).isEqualTo(Answer.NEW);
    }

    @Test
    void knowsWhatIsOnRecordForItsOwnTopic() {
        seen.load("jobs/a".getBytes(UTF_8), job("a", "{}").digest(), 0, 5);
        seen.load("jobs.high/b".getBytes(UTF_8), job("b", "{}").digest(), 0, 5);

        assertThat(seen.claim(job("a", "{}"), 5)).isEqualTo(Answer.DUPLICATE);
        assertThat(seen.claim(job("b", "{}"), 5)).isEqualTo(Answer.NEW);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        seen.load("jobs/old".getBytes(UTF_8), job("old", "{}").digest(), 0, WINDOW.toMillis() + 1);
        take(seen, "a", 10);

        assertThat(seen.claim(job("old", "{}"), 10)).isEqualTo(Answer.NEW);
        assertThat(seen.claim(job("a", "{}"), 10 + WINDOW.toMillis())).isEqualTo(Answer.DUPLICATE);
        assertThat(seen.claim(job("a", "{}"), 11 + WINDOW.toMillis())).isEqualTo(Answer.NEW);
    }

    @Test
    void forgetsTheOldestBeyondTheBudgetOfAllPartitions() {
        SeenJobs other = new SeenJobs("jobs", WINDOW, budget);
        take(other, "x", 0);
        for (int i = 0; i < 5; i++) {
            take(seen, "a" + i, i);
        }

        assertThat(seen.claim(job("a4", "{}"), 6)).isEqualTo(Answer.DUPLICATE);
        assertThat(seen.claim(job("a2", "{}"), 7)).isEqualTo(Answer.NEW);
        seen.close();
        assertThat(seen.claim(job("late", "{}"), 9)).isEqualTo(Answer.NEW);
        take(other, "y", 9);
        take(other, "z", 9);
        assertThat(other.claim(job("x", "{}"), 9)).as("there is room again").isEqualTo(Answer.DUPLICATE);
    }

    @Test
    void aPartitionRemembersItsOwnWhenAnotherHasUsedUpTheBudget() {
        take(seen, "a0", 0);
        take(seen, "a1", 0);
        take(seen, "a2", 0);
        SeenJobs other = new SeenJobs("jobs", WINDOW, budget);

        other.load("jobs/x".getBytes(UTF_8), job("x", "{}").digest(), 0, 1);
        assertThat(other.claim(job("x", "{}"), 1)).isEqualTo(Answer.DUPLICATE);
        take(other, "y", 1);
        assertThat(other.claim(job("y", "{}"), 1)).isEqualTo(Answer.DUPLICATE);
        assertThat(seen.claim(job("a2", "{}"), 1)).as("its latest").isEqualTo(Answer.DUPLICATE);
    }

    @Test
    void whatIsUnderWayIsNeverForgotten() {
        for (int i = 0; i < 5; i++) {
            seen.claim(job("a" + i, "{}"), 0);
        }
        long later = 2 * WINDOW.toMillis();

        assertThat(seen.claim(job("a0", "{}"), later)).isEqualTo(Answer.DUPLICATE);
        seen.committed(job("a0", "{}").id());
        seen.claim(job("b", "{}"), later);
        assertThat(seen.claim(job("a0", "{}"), later)).isEqualTo(Answer.NEW);
    }

    @Test
    void whatWasNoJobAfterAllLeavesItsIdFree() {
        seen.claim(job("a", "{}"), 0);
        seen.release(job("a", "{}").id());

        assertThat(seen.claim(job("a", "{\"x\":1}"), 1)).isEqualTo(Answer.NEW);
    }

    private static void take(SeenJobs seen, String id, long now) {
        assertThat(seen.claim(job(id, "{}"), now)).isEqualTo(Answer.NEW);
        seen.committed(job(id, "{}").id());
    }

    private static JobIdentity job(String id, String data) {
        Map<String, byte[]> headers = new HashMap<>();
        Map.of("ce_specversion", "1.0", "ce_id", id, "ce_source", "test", "ce_type", "org.limner.render.job.v1")
                .forEach((name, value) -> headers.put(name, value.getBytes(UTF_8)));
        return new IdentityReader().read(headers, data.getBytes(UTF_8)).orElseThrow();
    }
}
