package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could go wrong: a field lost on the way, steps of an abandoned branch, a killed process's half line. */
class RunLogTest {
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void everythingComesBack() throws IOException {
        MetricsLog log = new MetricsLog(file(), CLOCK);
        Report report = report(12, 0.5);
        Notice notice = new Notice(13, "styles-silent", false, "say \"why\"");
        log.begin(0, "limner train");
        log.write(report);
        log.write(notice);
        log.write(14, Map.of("mIoU", 0.4), Map.of("metric", "miou"));

        RunLog read = RunLog.read(file());
        assertThat(read.reports()).containsExactly(report);
        assertThat(read.notices()).containsExactly(notice);
        assertThat(read.metrics()).containsExactly(new RunLog.Metrics(14, Map.of("mIoU", 0.4)));
        assertThat(Files.readAllLines(file()))
                .hasSize(4)
                .allMatch(line -> line.startsWith("{\"time\":\"2023-11-14T22:13:20.500Z\","));
    }

    @Test
    void aResumeTakesTheStepsItsCheckpointDoesNotHaveWithIt() throws IOException {
        MetricsLog first = new MetricsLog(file(), CLOCK);
        first.begin(0, "limner train");
        for (int step = 10; step <= 50; step += 10) {
            first.write(report(step, 1));
        }
        first.write(new Notice(45, "discriminator-wins", false, "lost with its steps"));
        MetricsLog second = new MetricsLog(file(), CLOCK);
        second.begin(30, "limner train --resume");
        second.write(report(47, 2));

        RunLog read = RunLog.read(file());
        assertThat(read.reports()).extracting(Report::step).containsExactly(10L, 20L, 30L, 47L);
        assertThat(read.notices()).isEmpty();
    }

    @Test
    void readsLogsFromBeforeThereWereCommandsInThem() throws IOException {
        String line = "{\"step\":%d,\"epoch\":0,\"seconds\":1.5,\"done\":0.1,\"rateFactor\":1.0,"
                + "\"imagesPerSecond\":9.0,\"dataWait\":0.0,\"losses\":{\"GAN\":0.5}}\n";
        Files.writeString(file(), line.formatted(10) + line.formatted(20) + line.formatted(15));

        RunLog read = RunLog.read(file());
        assertThat(read.reports()).extracting(Report::step).containsExactly(10L, 15L);
        assertThat(read.reports().get(0).generatorRate()).isNaN();
        assertThat(read.reports().get(0).residentBytes()).isEmpty();
    }

    @Test
    void endsALineThatAKilledProcessLeftUnfinished() throws IOException {
        new MetricsLog(file(), CLOCK).write(report(10, 1));
        Files.writeString(file(), "{\"step\":20,\"los", StandardOpenOption.APPEND);
        new MetricsLog(file(), CLOCK).write(report(20, 1));

        assertThat(RunLog.read(file()).reports()).extracting(Report::step).containsExactly(10L, 20L);
    }

    @Test
    void anAbsentFileIsEmpty() throws IOException {
        assertThat(RunLog.read(file())).isEqualTo(new RunLog(List.of(), List.of(), List.of()));
    }

    private Path file() {
        return folder.resolve("log.jsonl");
    }

    static Report report(long step, double gan) {
        return new Report(
                step,
                step / 100,
                step * 0.5,
                step / 1e4,
                Map.of("GAN", gan, "fake", 0.6, "real", 0.7),
                1,
                1e-4,
                4e-4,
                8.5,
                0.02,
                OptionalLong.of(500L << 20),
                OptionalLong.of(2),
                1234.5);
    }
}
