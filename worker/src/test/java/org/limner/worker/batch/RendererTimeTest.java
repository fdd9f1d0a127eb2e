package org.limner.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What could go wrong: an empty night counts as idle, or a renderer that waits while jobs are there does not. */
class RendererTimeTest {
    private long now = -7;
    private final RendererTime time = new RendererTime(2, () -> now);

    @Test
    void withoutJobsNobodyIsIdle() {
        pass(100);
        assertThat(time.use()).isEqualTo(use(0, 0));
    }

    @Test
    void countsEachRendererFromTheFirstJobToTheLast() {
        time.jobTaken();
        pass(10);
        time.runBegan();
        pass(5);
        time.jobTaken();
        time.runBegan();
        pass(3);
        assertThat(time.use()).isEqualTo(use(5 + 2 * 3, 2 * 10 + 5));

        time.runEnded();
        time.runEnded();
        time.jobLeft();
        pass(1);
        time.jobLeft();
        pass(100);
        assertThat(time.use()).isEqualTo(use(11, 25 + 2));
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private static RendererUse use(long busyMillis, long idleMillis) {
        return new RendererUse(Duration.ofMillis(busyMillis), Duration.ofMillis(idleMillis));
    }
}
