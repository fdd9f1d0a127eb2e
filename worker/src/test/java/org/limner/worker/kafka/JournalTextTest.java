package org.limner.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.worker.kafka.JournalText.Attempt;

/** What could go wrong: the broker refuses longer metadata, so nothing is committed any more; a crash counts for another. */
class JournalTextTest {
    /** {@code offset.metadata.max.bytes} of a broker. */
    private static final int MAX_BYTES = 4096;

    @Test
    void comesBackAsItWent() {
        Random random = new Random(20261127L);
        for (int round = 0; round < 500; round++) {
            long base = random.nextInt(1000);
            NavigableMap<Long, Attempt> attempts = new TreeMap<>();
            for (long offset = base; attempts.size() < 100 && offset < base + 300; offset++) {
                if (random.nextInt(3) > 0) {
                    attempts.put(offset, new Attempt(random.nextInt(8) / 5, random.nextInt(50) == 0));
                }
            }
            assertThat(JournalText.read(base, JournalText.write(base, "k3j9x0ab", attempts)))
                    .isEqualTo(new JournalText.Journal("k3j9x0ab", attempts));
        }
    }

    @Test
    void theMostAPartitionCanHaveUnderWayFits() {
        NavigableMap<Long, Attempt> attempts = new TreeMap<>();
        for (int i = 0; i < 256; i++) {
            attempts.put(5_000_000_000L * (i + 1), new Attempt(2, i == 255)); // gaps of 2 * 10^9 compacted records
        }
        assertThat(JournalText.write(0, "k3j9x0ab", attempts).length()).isLessThan(MAX_BYTES);
    }

    @Test
    void neighboursCostNothing() {
        NavigableMap<Long, Attempt> attempts = new TreeMap<>();
        for (long offset = 1_000_000; offset < 1_000_256; offset++) {
            attempts.put(offset, new Attempt(0, false));
        }
        assertThat(JournalText.write(1_000_000, "k3j9x0ab", attempts)).isEqualTo("limner2 k3j9x0ab 0+73");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "limner3 a 0",
                "limner2 0",
                "limner2 a x*y",
                "limner1 x*y",
                "limner1 ,",
                "limner1 !!",
                "limner1 99999999999999999999"
            })
    void metadataOfOthersIsNoJournal(String metadata) {
        assertThat(new AttemptJournal(7, metadata, "me").hasSuspects()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limner2 other 0*1!,0+1,3*2", "limner1 0*1!,0+1,3*2"})
    void aCrashCountsForTheOneThatWasAlone(String written) {
        AttemptJournal journal = new AttemptJournal(10, written, "me");

        assertThat(journal.suspects()).containsExactly(10L, 11L, 12L, 16L);
        assertThat(journal.crashes(10)).isEqualTo(2);
        assertThat(journal.crashes(11)).isZero();
        assertThat(journal.crashes(16)).isEqualTo(2);
        journal.beginAlone(11);
        assertThat(journal.text(10, java.util.List.of(11L))).isEqualTo("limner2 me 0*2,0!,0,3*2");
        assertThat(journal.handOver(10)).isEqualTo("limner2 - 0*2,0+1,3*2");
    }

    @Test
    void whatThisProcessLeftWhenItLostItsPartitionsIsNoCrash() {
        AttemptJournal journal = new AttemptJournal(10, "limner2 me 0*2!,0+1,3*1", "me");

        assertThat(journal.suspects()).containsExactly(10L, 16L);
        assertThat(journal.crashes(10)).isEqualTo(2);
        assertThat(journal.crashes(16)).isEqualTo(1);
    }
}
