package org.limner.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.limner.schemas.job.Style;

/** What could go wrong: an ordinary job asks for a fault, or a fault is taken for another one. */
class FaultSeedTest {
    @Test
    void everyFaultIsFoundInItsSeedsWhichAreSeedsOfTheContract() {
        Set<Long> seeds = new HashSet<>();
        for (Fault fault : Fault.values()) {
            for (int number : new int[] {0, 1, 77, (1 << 24) - 1}) {
                long seed = FaultSeed.of(fault, number);
                assertThat(seed).isBetween(0L, Style.LARGEST_SEED);
                assertThat(FaultSeed.in(seed)).contains(fault);
                assertThat(seeds.add(seed)).isTrue();
            }
        }
    }

    @Test
    void ordinarySeedsAskForNothing() {
        new Random(20261127).longs(10_000, 0, 1L << 32).forEach(seed -> assertThat(FaultSeed.in(seed))
                .isEmpty());
        assertThat(FaultSeed.in(Style.LARGEST_SEED)).isEmpty();
    }
}
