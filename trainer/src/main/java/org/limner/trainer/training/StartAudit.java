package org.limner.trainer.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.audit.AuditReport;
import org.limner.trainer.dataset.audit.Depth;
import org.limner.trainer.dataset.audit.FolderAudit;
import org.limner.trainer.dataset.layout.Layouts;

/**
 * The look at a folder of data before it is learned from: what would end the training in its middle ends it here. The
 * sizes of all pictures are read; every pixel and label of all in a small data set, of some in a large one, and of none
 * when a training goes on.
 */
public final class StartAudit {
    /** Pairs that are decoded; CamVid's 367 take some three seconds of one core. Wrong ids are rarely in one file. */
    private static final int DECODED = 1_000;

    private StartAudit() {}

    /**
     * @param say told what is worth knowing
     * @throws DatasetException that names everything in the way
     */
    public static void ofNewTraining(TrainingOptions options, Consumer<String> say) {
        audit(options, Depth.PIXELS, say);
    }

    /** The same without a look at pixels, which the start had. */
    public static void ofResumedTraining(TrainingOptions options, Consumer<String> say) {
        audit(options, Depth.SIZES, say);
    }

    private static void audit(TrainingOptions options, Depth depth, Consumer<String> say) {
        if (DataSource.isDrawn(options)) {
            return;
        }
        TrainingOptions.Data data = options.data();
        Path folder = Path.of(data.source());
        FolderAudit audit = new FolderAudit(
                data.folder().labelFormat(),
                options.framing(),
                Runtime.getRuntime().availableProcessors());
        List<String> refusals = new ArrayList<>();
        for (String split : splits(folder, data)) {
            FolderFiles files = DataSource.files(folder, split, options);
            AuditReport report = audit.of(files, depth, DECODED);
            say.accept(summary(report));
            report.refusal(data.broken() == TrainingOptions.Broken.SKIP)
                    .ifPresentOrElse(refusals::add, () -> report.findings()
                            .forEach(finding -> say.accept("  " + finding.sentence())));
        }
        if (!refusals.isEmpty()) {
            throw new DatasetException(String.join("\n", refusals) + "\n'limner inspect --data " + folder
                    + "' says more; --no-audit begins nevertheless");
        }
    }

    private static List<String> splits(Path folder, TrainingOptions.Data data) {
        List<String> splits = new ArrayList<>(List.of(data.split()));
        if (!splits.contains(DataSource.LOOKED_AT) && Layouts.has(folder, DataSource.LOOKED_AT, data.folder())) {
            splits.add(DataSource.LOOKED_AT);
        }
        return splits;
    }

    private static String summary(AuditReport report) {
        int pairs = report.files().pairs().size();
        String labels = report.depth() == Depth.SIZES
                ? "of which the sizes were looked at"
                : report.looked() < pairs ? "of which %,d were looked at".formatted(report.looked()) : "all looked at";
        return "%s: layout '%s', %,d pairs, %s"
                .formatted(report.files().name(), report.files().layout(), pairs, labels);
    }
}
