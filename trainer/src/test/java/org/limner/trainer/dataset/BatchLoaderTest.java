package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.limner.schemas.bundle.LabelClass;

/** What could go wrong: batches that depend on threads or on where a training was resumed, errors that get lost. */
class BatchLoaderTest {
    private static final Framing FRAMING = new Framing(12, 12, 8, 8, true);

    @Test
    void givesTheSameBatchesWhateverTheThreads() {
        assertThat(firstPhotos(0, 12, 3)).isEqualTo(firstPhotos(0, 12, 1));
    }

    @Test
    void goesOnWhereATrainingStopped() {
        assertThat(firstPhotos(7, 5, 1)).isEqualTo(firstPhotos(0, 12, 1).subList(7, 12));
    }

    @Test
    void showsEveryExampleOncePerEpochInAnotherOrder() {
        EpochOrder order = new EpochOrder(5, 10, 3);

        assertThat(order.batchesPerEpoch()).isEqualTo(3);
        assertThat(order.shuffled(0)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(order.shuffled(1)).isNotEqualTo(order.shuffled(0));
        assertThat(order.shuffled(1)).isEqualTo(new EpochOrder(5, 10, 3).shuffled(1));
        assertThat(order.shuffled(0)).isNotEqualTo(new EpochOrder(6, 10, 3).shuffled(0));
    }

    @Test
    void keepsTheDatasOrderWhenNotShuffled() {
        EpochOrder order = new EpochOrder(5, 4, 2, false);

        assertThat(order.shuffled(0)).containsExactly(0, 1, 2, 3);
        assertThat(order.shuffled(7)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void givesTheSameBatchesWithBrokenExamplesWhateverTheThreads() {
        Dataset one = SkippingDataset.wrap(new Gradients(10, 4), problem -> {});
        Dataset three = SkippingDataset.wrap(new Gradients(10, 4), problem -> {});

        assertThat(firstPhotos(one, 0, 12, 1)).isEqualTo(firstPhotos(three, 0, 12, 3));
        assertThat(firstPhotos(one, 7, 5, 1))
                .isEqualTo(firstPhotos(three, 0, 12, 3).subList(7, 12));
        assertThat(one.brokenExamples()).isEqualTo(1);
    }

    @Test
    void refusesABatchLargerThanTheData() {
        assertThatThrownBy(() -> new EpochOrder(1, 13, 32))
                .hasMessageContaining("13")
                .hasMessageContaining("32");
    }

    @Test
    void passesOnWhatWentWrongInTheBackground() {
        try (BatchLoader loader =
                new BatchLoader(new Gradients(10, 4), FRAMING, new EpochOrder(1, 10, 5), false, 0, 1, 2)) {
            assertThatThrownBy(() -> {
                        loader.next();
                        loader.next();
                    })
                    .isInstanceOf(DatasetException.class)
                    .hasMessage("example 4 is broken");
        }
    }

    @Test
    void marksBothSidesOfAnInstancesBorder() {
        InstanceMap instances = new InstanceMap(4, 2, new int[] {1, 1, 2, 2, 1, 1, 1, 2});

        assertThat(InstanceEdges.of(instances)).containsExactly(false, true, true, false, false, false, true, true);
    }

    @Test
    void scalesPhotosToMinusOneToOne() {
        RgbImage photo = new RgbImage(2, 1, new byte[] {0, (byte) 255, 51, 0, 0, 0});
        Batch batch = Batch.of(List.of(new Example("a", photo, new LabelMap(2, 1, new short[] {0, 1}))), false);

        assertThat(batch.photos()[0]).isEqualTo(-1); // red, first pixel
        assertThat(batch.photos()[2]).isEqualTo(1); // green, first pixel
        assertThat(batch.photos()[4]).isEqualTo(51 / 127.5f - 1); // blue, first pixel
        assertThat(batch.labels().get(0)).containsExactly(0, 1);
        assertThat(batch.edges()).isNull();
    }

    @Test
    void refusesEdgesOfASourceWithoutInstances() {
        Example example = new Gradients(1, -1).example(0);

        assertThatThrownBy(() -> Batch.of(List.of(example), true))
                .hasMessageContaining("gradient 0 has no instance map");
    }

    /** A digest of each batch: arrays have no equals. */
    private static List<Integer> firstPhotos(long firstStep, int steps, int threads) {
        return firstPhotos(new Gradients(10, -1), firstStep, steps, threads);
    }

    private static List<Integer> firstPhotos(Dataset dataset, long firstStep, int steps, int threads) {
        EpochOrder order = new EpochOrder(1, dataset.size(), 2);
        List<Integer> photos = new ArrayList<>();
        try (BatchLoader loader = new BatchLoader(dataset, FRAMING, order, false, firstStep, threads, 3)) {
            for (int i = 0; i < steps; i++) {
                photos.add(Arrays.hashCode(loader.next().photos()));
            }
        }
        return photos;
    }

    /** Examples that can be told apart, pixel by pixel; one may be broken. */
    private record Gradients(int size, int broken) implements Dataset {
        @Override
        public String name() {
            return "gradients";
        }

        @Override
        public ClassTable classes() {
            return new ClassTable(
                    "gradients",
                    "none",
                    "none",
                    OptionalInt.empty(),
                    List.of(new LabelClass(0, "all", "#000000")),
                    Map.of());
        }

        @Override
        public Example example(int index) {
            if (index == broken) {
                throw new DatasetException("example " + index + " is broken");
            }
            byte[] pixels = new byte[3 * 12 * 12];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (index * 20 + i % 17);
            }
            return new Example(
                    "gradient " + index, new RgbImage(12, 12, pixels), new LabelMap(12, 12, new short[12 * 12]));
        }
    }
}
