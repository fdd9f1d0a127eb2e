package org.limner.trainer.dataset.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Reports as a program reads them: a list with one object per split, and every file's name in full. */
public final class AuditJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditJson() {}

    public static void write(List<AuditReport> reports, Path file) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        reports.forEach(report -> list.add(object(report)));
        Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(list));
    }

    private static ObjectNode object(AuditReport report) {
        ObjectNode object = JSON.createObjectNode();
        object.put("name", report.files().name());
        object.put("folder", report.files().place().toString());
        object.put("layout", report.files().layout());
        object.put("pairs", report.files().pairs().size());
        object.put("looked", report.looked());
        object.put("depth", lower(report.depth()));
        object.put("clean", report.clean());
        object.put("unusable", report.unusable());
        object.put("instances", report.instances());
        object.put("suggestion", report.suggestion());
        ArrayNode sizes = object.putArray("sizes");
        report.sizes().counts().entrySet().stream()
                .sorted(Comparator.comparingLong(size -> size.getKey().pixels()))
                .forEach(size -> sizes.addObject()
                        .put("width", size.getKey().width())
                        .put("height", size.getKey().height())
                        .put("photos", size.getValue()));
        ObjectNode kinds = object.putObject("labelFiles");
        new TreeMap<>(report.kinds()).forEach((kind, count) -> kinds.put(kind.spelled(), count));
        ArrayNode labels = object.putArray("labels");
        report.labels().forEach(label -> labels.addObject()
                .put("id", label.id())
                .put("name", label.name())
                .put("pixels", label.pixels())
                .put("images", label.images()));
        ArrayNode findings = object.putArray("findings");
        for (Finding finding : report.findings()) {
            ObjectNode entry = findings.addObject();
            entry.put("severity", lower(finding.severity()));
            entry.put("code", finding.code());
            entry.put("sentence", finding.sentence());
            ArrayNode examples = entry.putArray("examples");
            finding.examples().forEach(examples::add);
        }
        return object;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
