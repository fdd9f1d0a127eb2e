package org.limner.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.limner.worker.batch.BatchAssembler.Batch;
import org.limner.worker.batch.BatchAssembler.Share;

/** What could go wrong: an image left out or rendered twice, a job or a bundle that waits for ever. */
class BatchAssemblerTest {
    private static final Duration DELAY = Duration.ofMillis(20);

    private long now = 1_000;
    private int ofSeveralMasks = 4;
    private final BatchAssembler<String, String> assembler =
            new BatchAssembler<>((bundle, severalMasks) -> severalMasks ? ofSeveralMasks : 4, DELAY, () -> now);

    @Test
    void closesBatchWhenFirstJobHasWaited() {
        assembler.add("coast", "a", "mask", 2);
        assertThat(next()).isNull();
        assertThat(assembler.nanosUntilDue("coast")).hasValue(DELAY.toNanos());

        now += DELAY.toNanos();

        assertThat(next()).isEqualTo(batch("coast", new Share<>("a", 0, 2)));
        assertThat(assembler.nanosUntilDue("coast")).isEmpty();
    }

    @Test
    void closesBatchWhenItIsFull() {
        assembler.add("coast", "a", "mask", 2);
        assembler.add("coast", "b", "mask", 2);

        assertThat(next()).isEqualTo(batch("coast", new Share<>("a", 0, 2), new Share<>("b", 0, 2)));
    }

    @Test
    void cutsALargeJobIntoChunks() {
        assembler.add("coast", "a", "mask", 10);

        assertThat(next()).isEqualTo(batch("coast", new Share<>("a", 0, 4)));
        assertThat(next()).isEqualTo(batch("coast", new Share<>("a", 4, 8)));
        assertThat(next()).as("the last chunk has room left").isNull();
        now += DELAY.toNanos();
        assertThat(next()).isEqualTo(batch("coast", new Share<>("a", 8, 10)));
    }

    @Test
    void fillsABatchWithTheSameMaskFirst() {
        assembler.add("coast", "a", "hills", 2);
        assembler.add("coast", "b", "bay", 1);
        assembler.add("coast", "c", "hills", 1);
        assembler.add("coast", "d", "bay", 1);

        assertThat(next())
                .isEqualTo(batch("coast", new Share<>("a", 0, 2), new Share<>("c", 0, 1), new Share<>("b", 0, 1)));
    }

    @Test
    void oldestJobIsAlwaysInTheNextBatchHoweverManyShareAMask() {
        assembler.add("coast", "lonely", "bay", 1);
        for (int i = 0; i < 8; i++) {
            assembler.add("coast", "crowd" + i, "hills", 1);
        }

        assertThat(next().shares().get(0).job()).isEqualTo("lonely");
    }

    @Test
    void bundlesTakeTurns() {
        assembler.add("coast", "a", "mask", 100);
        assembler.add("city", "b", "mask", 100);

        assertThat(List.of(next().bundle(), next().bundle(), next().bundle(), next().bundle()))
                .containsExactly("coast", "city", "coast", "city");
    }

    @Test
    void aSingleJobIsNotStarvedByAnotherBundlesBacklog() {
        assembler.add("coast", "backlog", "mask", 100);
        assembler.add("city", "single", "mask", 1);
        now += DELAY.toNanos();

        assertThat(List.of(next().bundle(), next().bundle())).containsExactly("coast", "city");
    }

    @Test
    void leavesOutBundlesThatAreBusy() {
        assembler.add("coast", "a", "mask", 4);
        assembler.add("city", "b", "mask", 4);

        assertThat(assembler.turn(bundle -> !bundle.equals("coast"))).hasValue("city");
        assembler.take("city");
        assertThat(assembler.turn(bundle -> !bundle.equals("coast"))).isEmpty();
    }

    @Test
    void waitsForNobodyWhenHurried() {
        assembler.add("coast", "a", "mask", 1);
        assembler.hurry();

        assertThat(next()).isEqualTo(batch("coast", new Share<>("a", 0, 1)));
    }

    @Test
    void takesFewerImagesWhereSeveralMasksDoNotFit() {
        ofSeveralMasks = 3;
        assembler.add("coast", "a", "hills", 4);
        assembler.add("coast", "b", "bay", 2);
        assembler.add("coast", "c", "cliff", 2);

        assertThat(next()).as("one mask").isEqualTo(batch("coast", new Share<>("a", 0, 4)));
        assertThat(next()).as("two masks").isEqualTo(batch("coast", new Share<>("b", 0, 2), new Share<>("c", 0, 1)));
    }

    @Test
    void nextChunkOfAJobComesBeforeYoungerJobs() {
        assembler.add("coast", "large", "hills", 6);
        assembler.add("coast", "a", "bay", 4);

        next();

        assertThat(next()).isEqualTo(batch("coast", new Share<>("large", 4, 6), new Share<>("a", 0, 2)));
    }

    @Test
    void rejectsADelayThatIsNone() {
        assertThatThrownBy(() ->
                        new BatchAssembler<>((bundle, severalMasks) -> 1, Duration.ofMillis(-1), System::nanoTime))
                .hasMessageContaining("cannot wait for PT-0.001S");
    }

    @Test
    void everyImageIsInExactlyOneBatch() {
        Random random = new Random(20260802L);
        Map<String, Integer> images = new HashMap<>();
        List<Share<String>> shares = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String job = "job" + i;
            images.put(job, 1 + random.nextInt(9));
            assembler.add("bundle" + random.nextInt(3), job, random.nextInt(5), images.get(job));
            now += random.nextInt((int) DELAY.toNanos());
            if (random.nextBoolean()) {
                takeAll(shares);
            }
        }
        assembler.hurry();
        takeAll(shares);

        Map<String, Integer> rendered = new HashMap<>();
        for (Share<String> share : shares) {
            assertThat(share.from()).isEqualTo(rendered.getOrDefault(share.job(), 0));
            rendered.put(share.job(), share.to());
        }
        assertThat(rendered).isEqualTo(images);
        assertThat(assembler.images()).isZero();
    }

    private void takeAll(List<Share<String>> shares) {
        for (Batch<String, String> batch = next(); batch != null; batch = next()) {
            assertThat(batch.images()).isBetween(1, 4);
            shares.addAll(batch.shares());
        }
    }

    private Batch<String, String> next() {
        return assembler.turn(bundle -> true).map(assembler::take).orElse(null);
    }

    @SafeVarargs
    private static Batch<String, String> batch(String bundle, Share<String>... shares) {
        return new Batch<>(bundle, List.of(shares));
    }
}
