package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.worker.fixture.Masks;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.IndexImage;
import org.limner.worker.mask.LabelMap;

/** What can go wrong: two jobs of one mask that look like two masks, two masks that look like one, a map that only grows. */
class SharedMasksTest {
    @TempDir
    private Path folder;

    private final SharedMasks masks = new SharedMasks();
    private BundleManifest bundle;

    @BeforeEach
    void bundle() {
        bundle = TinyBundle.DEFAULT.withInstances().write(folder).manifest();
    }

    @Test
    void equalMasksAreOneObject() {
        PreparedMask first = masks.get(labels(0, 1), Optional.of(edges(1, 2)), OneHotMask::new);

        assertThat(masks.get(labels(0, 1), Optional.of(edges(1, 2)), OneHotMask::new))
                .isSameAs(first);
    }

    @Test
    void anotherLabelOrEdgeIsAnotherMask() {
        PreparedMask first = masks.get(labels(0, 1), Optional.of(edges(1, 2)), OneHotMask::new);

        assertThat(masks.get(labels(1, 0), Optional.of(edges(1, 2)), OneHotMask::new))
                .isNotEqualTo(first);
        assertThat(masks.get(labels(0, 1), Optional.of(edges(1, 1)), OneHotMask::new))
                .isNotEqualTo(first);
        assertThat(masks.get(labels(0, 1), Optional.empty(), OneHotMask::new)).isNotEqualTo(first);
    }

    @Test
    void threadsThatPrepareTheSameMaskAtOnceGetOneObject() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier bothFoundNothing = new CyclicBarrier(2);
        try {
            List<Future<PreparedMask>> got = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                got.add(threads.submit(() -> masks.get(labels(2, 3), Optional.empty(), key -> {
                    try {
                        bothFoundNothing.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return new OneHotMask(key);
                })));
            }
            assertThat(got.get(0).get()).isSameAs(got.get(1).get());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(30)
    void maskThatNobodyHoldsIsPreparedAgain() throws Exception {
        List<Integer> preparations = new ArrayList<>();
        // Nothing keeps the result, so that one of these collections takes it.
        while (preparations.size() < 2) {
            masks.get(labels(0, 1), Optional.empty(), key -> {
                preparations.add(1);
                return new OneHotMask(key);
            });
            System.gc();
            Thread.sleep(1);
        }
    }

    private LabelMap labels(int... ids) {
        short[] values = new short[ids.length];
        for (int i = 0; i < ids.length; i++) {
            values[i] = (short) ids[i];
        }
        return Masks.labels(new IndexImage(ids.length, 1, values), bundle);
    }

    private static EdgeMap edges(int left, int right) {
        return EdgeMap.of(new IndexImage(2, 1, new short[] {(short) left, (short) right}), 64, 32);
    }
}
