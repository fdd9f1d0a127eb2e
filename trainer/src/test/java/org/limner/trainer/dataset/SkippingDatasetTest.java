package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What could go wrong: another replacement each time, a log as long as the training, data that is mostly broken. */
class SkippingDatasetTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void putsAlwaysTheSameExampleInThePlaceOfABrokenOne() {
        Dataset dataset = SkippingDataset.wrap(new Numbers(40, Set.of(3, 17)), log::add);

        String replacement = dataset.example(3).name();

        assertThat(replacement).isNotEqualTo("3").isNotEqualTo("17");
        assertThat(dataset.example(3).name()).isEqualTo(replacement);
        assertThat(SkippingDataset.wrap(new Numbers(40, Set.of(3, 17)), log::add)
                        .example(3)
                        .name())
                .isEqualTo(replacement);
        assertThat(dataset.example(4).name()).isEqualTo("4");
    }

    @Test
    void saysOnceWhatIsBrokenAndCounts() {
        Dataset dataset = SkippingDataset.wrap(new Numbers(40, Set.of(3, 17)), log::add);
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int i = 0; i < 40; i++) {
                dataset.example(i);
            }
        }

        assertThat(log).containsExactly("skipped: 3 is broken", "skipped: 17 is broken");
        assertThat(dataset.brokenExamples()).isEqualTo(2);
    }

    @Test
    void givesUpWhenMoreThanATenthIsBroken() {
        Dataset dataset = SkippingDataset.wrap(new Numbers(20, Set.of(0, 1, 2)), log::add);
        dataset.example(0);
        dataset.example(1);

        assertThatThrownBy(() -> dataset.example(2))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("3 of 20 examples")
                .hasMessageContaining("2 at most");
    }

    @Test
    void toleratesOneInAHandful() {
        assertThat(SkippingDataset.wrap(new Numbers(3, Set.of(1)), log::add)
                        .example(1)
                        .name())
                .isNotEqualTo("1");
    }

    private record Numbers(int size, Set<Integer> broken) implements Dataset {
        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public ClassTable classes() {
            return ClassTables.unnamed("one", 1, OptionalInt.empty());
        }

        @Override
        public Example example(int index) {
            if (broken.contains(index)) {
                throw new DatasetException(index + " is broken");
            }
            return new Example(
                    Integer.toString(index), new RgbImage(1, 1, new byte[3]), new LabelMap(1, 1, new short[1]));
        }
    }
}
