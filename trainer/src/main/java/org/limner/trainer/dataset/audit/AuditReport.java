package org.limner.trainer.dataset.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.limner.trainer.dataset.DecodedLabels;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.SkippingDataset;

/**
 * What is in a folder of data.
 *
 * @param looked     pairs that were looked at as deep as {@code depth}; all others for their sizes alone
 * @param sizes      of the photos
 * @param kinds      of the label files that were looked at
 * @param labels     one entry per channel, void last where there is such a label
 * @param instances  pairs with instance map
 * @param unusable   pairs that cannot be learned from
 * @param suggestion the preset that fits, and what else to set
 */
public record AuditReport(
        FolderFiles files,
        Depth depth,
        int looked,
        Sizes sizes,
        Map<DecodedLabels.Kind, Long> kinds,
        List<LabelCount> labels,
        int instances,
        int unusable,
        List<Finding> findings,
        String suggestion) {
    public AuditReport {
        kinds = Map.copyOf(kinds);
        labels = List.copyOf(labels);
        findings = List.copyOf(findings);
    }

    /** Whether there is nothing that would end a training. */
    public boolean clean() {
        return findings.stream().noneMatch(Finding::isProblem);
    }

    /**
     * Why a training must not begin, one line per reason; empty: it may.
     *
     * @param skips whether examples that cannot be read are skipped, as far as {@link SkippingDataset} does
     */
    public Optional<String> refusal(boolean skips) {
        boolean forgiven =
                skips && unusable <= SkippingDataset.tolerated(files.pairs().size());
        List<String> reasons = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.severity() == Finding.Severity.FATAL
                    || finding.severity() == Finding.Severity.BROKEN && !forgiven) {
                reasons.add("  " + finding.sentence());
            }
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(files.name() + " cannot be learned from:\n" + String.join("\n", reasons));
    }
}
