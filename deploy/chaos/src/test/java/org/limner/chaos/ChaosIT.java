package org.limner.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could go wrong: a job is lost, answered twice or answered wrongly, whatever dies on its way. */
class ChaosIT {
    /** What the run takes on two busy cores, several times over. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void everyJobHasItsOneAnswerWhateverDiesOnItsWay() {
        try (ChaosProgram chaos = ChaosProgram.start(
                folder,
                "chaos",
                "--jobs=300",
                "--workers=2",
                "--kills=2",
                "--terms=1",
                "--stops=1",
                "--joins=1",
                "--broker-restarts=1",
                "--poison=30",
                "--killers=1",
                "--failing-repeatedly=3",
                "--expired=3",
                "--cancellations=3",
                "--references=5",
                "--store-outages=1",
                "--duplicates=5",
                "--conflicts=2",
                "--lanes",
                "--session-timeout=6",
                "--fault-interval=3",
                "--seed=7",
                "--json")) {
            int exit = chaos.awaitExit(LIMIT);

            System.out.println(chaos.output());
            List<String> lines = chaos.output().lines().toList();
            assertThat(lines.get(lines.size() - 1))
                    .as(chaos.output())
                    .startsWith("{\"jobs\":302,\"results\":302,\"lost\":0,\"duplicated\":0,\"wrong\":0,\"seconds\":");
            assertThat(exit).isZero();
            assertThat(chaos.output()).contains("SIGKILL to worker-", "SIGSTOP to worker-", "broker restarted");
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        try (ChaosProgram chaos = ChaosProgram.start(folder, "chaos", "--jobs=10", "--poison=20")) {
            assertThat(chaos.awaitExit(Duration.ofSeconds(60))).isEqualTo(2);
            assertThat(chaos.output()).contains("10 jobs cannot hold");
        }
    }
}
