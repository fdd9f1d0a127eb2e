package org.limner.trainer.dataset.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.limner.trainer.dataset.PictureSize;

/**
 * How large the photos are.
 *
 * @param counts how many have each size
 */
public record Sizes(Map<PictureSize, Long> counts) {
    private static final Comparator<PictureSize> BY_AREA =
            Comparator.comparingLong(PictureSize::pixels).thenComparingInt(PictureSize::width);

    public Sizes {
        counts = Map.copyOf(counts);
    }

    static Sizes of(List<PictureSize> sizes) {
        return new Sizes(sizes.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    }

    /** By area; empty when no photo could be read. */
    public Optional<PictureSize> smallest() {
        return counts.keySet().stream().min(BY_AREA);
    }

    /** By area; empty when no photo could be read. */
    public Optional<PictureSize> largest() {
        return counts.keySet().stream().max(BY_AREA);
    }

    /** Of equally frequent ones the largest; empty when no photo could be read. */
    public Optional<PictureSize> mostFrequent() {
        return counts.entrySet().stream()
                .max(Map.Entry.<PictureSize, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey(BY_AREA)))
                .map(Map.Entry::getKey);
    }
}
