package org.limner.trainer.dataset.audit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.FolderFiles;

/** A report as a person reads it on a terminal. */
public final class AuditText {
    private AuditText() {}

    public static String of(AuditReport report) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        FolderFiles files = report.files();
        ClassTable classes = files.classes();
        out.printf("%s: %,d pairs in layout '%s'%n", files.name(), files.pairs().size(), files.layout());
        if (report.looked() < files.pairs().size() && report.depth() != Depth.SIZES) {
            out.printf("  labels of %,d pairs, spread evenly, were looked at%n", report.looked());
        }
        out.printf("  photos      %s%n", sizes(report));
        if (!report.kinds().isEmpty()) {
            out.printf(
                    "  label maps  %s%n",
                    new TreeMap<>(report.kinds())
                            .entrySet().stream()
                                    .map(kind -> "%,d %s"
                                            .formatted(
                                                    kind.getValue(),
                                                    kind.getKey().spelled()))
                                    .collect(Collectors.joining(", ")));
        }
        out.printf("  instances   %s%n", report.instances() == 0 ? "none" : "%,d maps".formatted(report.instances()));
        out.printf(
                "  classes     %d of '%s', %s%n",
                classes.count(),
                classes.name(),
                classes.voidLabel().isPresent() ? "void " + classes.voidLabel().getAsInt() : "no void");
        if (!report.kinds().isEmpty()) {
            histogram(out, report);
        }
        findings(out, report);
        out.printf("%n  to train: limner train %s --data %s%n", report.suggestion(), files.place());
        return text.toString();
    }

    private static String sizes(AuditReport report) {
        Sizes sizes = report.sizes();
        if (sizes.counts().isEmpty()) {
            return "none that can be read";
        }
        if (sizes.counts().size() == 1) {
            return "all " + sizes.smallest().orElseThrow();
        }
        return "%s to %s, most often %s (%,d)"
                .formatted(
                        sizes.smallest().orElseThrow(),
                        sizes.largest().orElseThrow(),
                        sizes.mostFrequent().orElseThrow(),
                        sizes.counts().get(sizes.mostFrequent().orElseThrow()));
    }

    private static void histogram(PrintWriter out, AuditReport report) {
        long all = report.labels().stream().mapToLong(LabelCount::pixels).sum();
        int width = Math.max(
                5,
                report.labels().stream()
                        .mapToInt(label -> label.name().length())
                        .max()
                        .orElse(0));
        String row = "  %5s  %-" + width + "s  %15s  %8s  %8s%n";
        out.println();
        out.printf(row, "id", "class", "pixels", "share", "images");
        for (LabelCount label : report.labels()) {
            if (label.pixels() > 0) {
                out.printf(
                        row,
                        label.id(),
                        label.name(),
                        "%,d".formatted(label.pixels()),
                        "%.2f %%".formatted(100.0 * label.pixels() / all),
                        "%,d".formatted(label.images()));
            }
        }
    }

    private static void findings(PrintWriter out, AuditReport report) {
        Map<Boolean, List<Finding>> byKind =
                report.findings().stream().collect(Collectors.partitioningBy(Finding::isProblem));
        out.println();
        if (byKind.get(true).isEmpty()) {
            out.println("  no problems");
        } else {
            out.printf("  problems, with %,d of the pairs of no use%n", report.unusable());
        }
        byKind.get(true).forEach(finding -> out.println("    " + finding.sentence()));
        if (!byKind.get(false).isEmpty()) {
            out.println("  worth knowing");
            byKind.get(false).forEach(finding -> out.println("    " + finding.sentence()));
        }
    }
}
