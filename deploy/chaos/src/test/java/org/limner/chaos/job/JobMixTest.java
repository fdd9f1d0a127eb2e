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
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.codec.BundleManifestCodec;

/** What could go wrong: a run that failed cannot be made again, or holds fewer evil jobs than it says. */
class JobMixTest {
    private static final JobCounts COUNTS = new JobCounts(
            200,
            Map.of(
                    JobKind.POISON, 40,
                    JobKind.KILLER, 3,
                    JobKind.FAILS_ONCE, 5,
                    JobKind.FAILS_REPEATEDLY, 4,
                    JobKind.SHORT_OF_MEMORY, 6,
                    JobKind.EXPIRED, 7,
                    JobKind.CANCELLED, 8,
                    JobKind.BY_REFERENCE, 9,
                    JobKind.DUPLICATE, 10,
                    JobKind.CONFLICT, 2));

    @TempDir
    Path folder;

    private BundleManifest tiny;

    @BeforeEach
    void readManifest() throws IOException {
        tiny = new BundleManifestCodec()
                .decode(Files.readAllBytes(
                        Path.of(System.getProperty("limner.root"), "worker/src/test/bundles/tiny/bundle.json")));
    }

    @Test
    void sameSeedGivesTheSameRecordsInTheSameOrder() {
        List<PlannedRecord> once = draw(11);
        List<PlannedRecord> again = draw(11);

        assertThat(again).hasSameSizeAs(once);
        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i).key()).isEqualTo(once.get(i).key());
            assertThat(again.get(i).value()).isEqualTo(once.get(i).value());
            assertThat(again.get(i).headers()).isEqualTo(once.get(i).headers());
        }
        assertThat(draw(12).get(0).value()).isNotEqualTo(once.get(0).value());
    }

    @Test
    void holdsAsManyOfEachKindAsItWasAskedFor() {
        List<PlannedRecord> records = draw(11);

        Map<JobKind, Long> kinds =
                records.stream().collect(Collectors.groupingBy(PlannedRecord::kind, Collectors.counting()));
        assertThat(kinds)
                .containsEntry(JobKind.INNOCENT, 118L)
                .containsEntry(JobKind.CANCELLATION, 8L)
                .hasSize(COUNTS.special().size() + 2);
        COUNTS.special().forEach((kind, count) -> assertThat(kinds).containsEntry(kind, (long) count));
        assertThat(records.stream().map(PlannedRecord::key).distinct()).hasSize(200);
    }

    @Test
    void everyDuplicateAndEveryConflictFollowsItsOriginalOnTheSameTopic() {
        List<PlannedRecord> records = draw(11);

        List<String> keys = records.stream().map(PlannedRecord::key).toList();
        for (PlannedRecord record : records) {
            PlannedRecord original = records.get(keys.indexOf(record.key()));
            if (record.kind() == JobKind.DUPLICATE) {
                assertThat(original.kind()).isEqualTo(JobKind.INNOCENT);
                assertThat(record.value()).isSameAs(original.value());
            } else if (record.kind() == JobKind.CONFLICT) {
                assertThat(original.kind()).isEqualTo(JobKind.INNOCENT);
                assertThat(record.value()).isNotEqualTo(original.value());
                assertThat(record.topic()).isEqualTo(original.topic());
            }
        }
    }

    private List<PlannedRecord> draw(long seed) {
        return new JobMix(tiny, folder, List.of("limner.jobs", "limner.jobs.low"), seed).draw(COUNTS);
    }
}
