package org.limner.chaos.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.codec.BundleManifestCodec;

/** What could go wrong: a run that failed cannot be made again, or holds fewer evil jobs than it says. */
class JobMixTest {
    private static final JobCounts COUNTS = new JobCounts(200, 40, 3, 5, 6, 10);

    private BundleManifest tiny;

    @BeforeEach
    void readManifest() throws IOException {
        tiny = new BundleManifestCodec()
                .decode(Files.readAllBytes(
                        Path.of(System.getProperty("limner.root"), "worker/src/test/bundles/tiny/bundle.json")));
    }

    @Test
    void sameSeedGivesTheSameRecordsInTheSameOrder() {
        List<PlannedRecord> once = new JobMix(tiny, 11).draw(COUNTS);
        List<PlannedRecord> again = new JobMix(tiny, 11).draw(COUNTS);

        assertThat(again).hasSameSizeAs(once);
        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i).key()).isEqualTo(once.get(i).key());
            assertThat(again.get(i).value()).isEqualTo(once.get(i).value());
            assertThat(again.get(i).headers()).isEqualTo(once.get(i).headers());
        }
        assertThat(new JobMix(tiny, 12).draw(COUNTS))
                .extracting(PlannedRecord::value)
                .isNotEqualTo(once);
    }

    @Test
    void holdsAsManyOfEachKindAsItWasAskedFor() {
        List<PlannedRecord> records = new JobMix(tiny, 11).draw(COUNTS);

        Map<JobKind, Long> kinds =
                records.stream().collect(Collectors.groupingBy(PlannedRecord::kind, Collectors.counting()));
        assertThat(kinds)
                .isEqualTo(Map.of(
                        JobKind.INNOCENT, 146L,
                        JobKind.POISON, 40L,
                        JobKind.KILLER, 3L,
                        JobKind.FAILS_ONCE, 5L,
                        JobKind.SHORT_OF_MEMORY, 6L,
                        JobKind.DUPLICATE, 10L));
        assertThat(records.stream().map(PlannedRecord::key).distinct()).hasSize(200);
    }

    @Test
    void everyDuplicateFollowsItsOriginal() {
        List<PlannedRecord> records = new JobMix(tiny, 11).draw(COUNTS);

        List<String> keys = records.stream().map(PlannedRecord::key).toList();
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).kind() == JobKind.DUPLICATE) {
                int original = keys.indexOf(records.get(i).key());
                assertThat(original).isLessThan(i);
                assertThat(records.get(i).value())
                        .isSameAs(records.get(original).value());
            }
        }
    }
}
