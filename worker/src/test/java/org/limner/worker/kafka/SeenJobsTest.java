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
        seen.claim(job("a", "{}"), 10);

        assertThat(seen.claim(job("old", "{}"), 10)).isEqualTo(Answer.NEW);
        assertThat(seen.claim(job("a", "{}"), 10 + WINDOW.toMillis())).isEqualTo(Answer.DUPLICATE);
        assertThat(seen.claim(job("a", "{}"), 11 + WINDOW.toMillis())).isEqualTo(Answer.NEW);
    }

    @Test
    void forgetsTheOldestBeyondTheBudgetOfAllPartitions() {
        SeenJobs other = new SeenJobs("jobs", WINDOW, budget);
        other.claim(job("x", "{}"), 0);
        for (int i = 0; i < 5; i++) {
            assertThat(seen.claim(job("a" + i, "{}"), i)).isEqualTo(Answer.NEW);
        }

        assertThat(seen.claim(job("a4", "{}"), 6)).isEqualTo(Answer.DUPLICATE);
        assertThat(seen.claim(job("a0", "{}"), 7)).isEqualTo(Answer.NEW);
        assertThat(other.claim(job("x", "{}"), 8))
                .as("partitions forget their own")
                .isEqualTo(Answer.DUPLICATE);
        seen.close();
        seen.claim(job("late", "{}"), 9);
        other.claim(job("y", "{}"), 9);
        other.claim(job("z", "{}"), 9);
        assertThat(other.claim(job("x", "{}"), 9)).as("there is room again").isEqualTo(Answer.DUPLICATE);
    }

    @Test
    void whatWasNoJobAfterAllLeavesItsIdFree() {
        seen.claim(job("a", "{}"), 0);
        seen.release(job("a", "{}").id());

        assertThat(seen.claim(job("a", "{\"x\":1}"), 1)).isEqualTo(Answer.NEW);
    }

    private static JobIdentity job(String id, String data) {
        Map<String, byte[]> headers = new HashMap<>();
        Map.of("ce_specversion", "1.0", "ce_id", id, "ce_source", "test", "ce_type", "org.limner.render.job.v1")
                .forEach((name, value) -> headers.put(name, value.getBytes(UTF_8)));
        return new IdentityReader().read(headers, data.getBytes(UTF_8)).orElseThrow();
    }
}
