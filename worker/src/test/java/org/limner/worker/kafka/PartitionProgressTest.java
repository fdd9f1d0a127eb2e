package org.limner.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.limner.worker.kafka.PartitionProgress.Prefix;

/** What could go wrong: an offset committed that covers an unfinished job loses it; a result kept too long comes twice. */
class PartitionProgressTest {
    private static final long ALL = Long.MAX_VALUE;

    private final PartitionProgress<String> progress = new PartitionProgress<>();

    @Test
    void commitsNothingBeyondTheFirstUnfinishedOffset() {
        take(5, 6, 7);
        progress.finish(5, "five", 1);
        progress.finish(7, "seven", 1);

        assertThat(progress.prefix(ALL, 8)).isEqualTo(new Prefix<>(List.of("five"), 1, 6));
    }

    @Test
    void outcomesAboveAGapFollowWhenItCloses() {
        take(5, 6, 7);
        progress.finish(7, "seven", 1);
        progress.finish(6, "six", 1);
        assertThat(progress.hasFinishedPrefix()).isFalse();

        progress.finish(5, "five", 1);

        assertThat(progress.hasFinishedPrefix()).isTrue();
        assertThat(progress.prefix(ALL, 8)).isEqualTo(new Prefix<>(List.of("five", "six", "seven"), 3, 8));
    }

    @Test
    void offsetsMissingFromTheLogAreNoGap() {
        take(5, 9);
        progress.finish(5, "five", 1);

        assertThat(progress.prefix(ALL, 10).next()).isEqualTo(9);
        progress.finish(9, "nine", 1);
        assertThat(progress.prefix(ALL, 12)).isEqualTo(new Prefix<>(List.of("five", "nine"), 2, 12));
    }

    @Test
    void prefixStaysUntilItIsCommitted() {
        take(5, 6);
        progress.finish(5, "five", 1);

        progress.prefix(ALL, 7);

        assertThat(progress.prefix(ALL, 7).outcomes()).containsExactly("five");
        progress.committed(6);
        assertThat(progress.prefix(ALL, 7)).isEqualTo(new Prefix<>(List.of(), 0, 6));
        assertThat(progress.size()).isEqualTo(1);
    }

    @Test
    void secondOutcomeOfAnOffsetIsIgnored() {
        take(5);
        progress.finish(5, "first", 10);
        progress.finish(5, "second", 20);
        progress.finish(99, "never taken", 20);

        assertThat(progress.prefix(ALL, 6).outcomes()).containsExactly("first");
        assertThat(progress.bytes()).isEqualTo(10);
    }

    @Test
    void countsReservedBytesUntilTheOutcomesSizeIsKnown() {
        progress.take(5, 1000);
        progress.take(6, 500);
        assertThat(progress.bytes()).isEqualTo(1500);

        progress.finish(5, "five", 30);
        assertThat(progress.bytes()).isEqualTo(530);

        progress.committed(6);
        assertThat(progress.bytes()).isEqualTo(500);
    }

    @Test
    void aPrefixKeepsToItsBytesButHoldsAtLeastOneOutcome() {
        take(5, 6, 7);
        progress.finish(5, "five", 100);
        progress.finish(6, "six", 50);
        progress.finish(7, "seven", 60);

        assertThat(progress.prefix(10, 8)).isEqualTo(new Prefix<>(List.of("five"), 100, 6));
        assertThat(progress.prefix(150, 8)).isEqualTo(new Prefix<>(List.of("five", "six"), 150, 7));
    }

    @Test
    void saysWhatACommitPublished() {
        take(5, 6, 7);
        progress.finish(5, "five", 1);
        progress.finish(7, "seven", 1);

        assertThat(progress.committed(7)).containsExactly("five");
        assertThat(progress.prefix(ALL, 8).outcomes()).containsExactly("seven");
    }

    @Test
    void rejectsAnOffsetTakenTwice() {
        take(5);

        assertThatThrownBy(() -> take(5)).hasMessage("offset 5 was taken after 5");
    }

    @Test
    void everyOutcomeIsPublishedOnceInOrderWhateverTheOrderOfFinishing() {
        Random random = new Random(20260801L);
        List<Long> published = new java.util.ArrayList<>();
        PartitionProgress<Long> shuffled = new PartitionProgress<>();
        List<Long> unfinished = new java.util.ArrayList<>();
        long next = 0;
        while (published.size() < 500) {
            if (next < 500 && (unfinished.isEmpty() || random.nextBoolean())) {
                shuffled.take(next, 1);
                unfinished.add(next++);
            } else if (!unfinished.isEmpty()) {
                long offset = unfinished.remove(random.nextInt(unfinished.size()));
                shuffled.finish(offset, offset, 1);
            }
            if (random.nextInt(4) == 0) {
                Prefix<Long> prefix = shuffled.prefix(5, next);
                published.addAll(shuffled.committed(prefix.next()));
            }
        }

        assertThat(published)
                .containsExactlyElementsOf(LongStream.range(0, 500).boxed().toList());
        assertThat(shuffled.size()).isZero();
        assertThat(shuffled.bytes()).isZero();
    }

    private void take(long... offsets) {
        for (long offset : offsets) {
            progress.take(offset, 1);
        }
    }
}
