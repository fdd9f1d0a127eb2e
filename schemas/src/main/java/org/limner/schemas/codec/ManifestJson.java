package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.LabelClass;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.bundle.TrainingRecord;

/** {@code bundle.json}, already checked against its schema, to and from a {@link BundleManifest}. */
final class ManifestJson {
    private ManifestJson() {}

    static BundleManifest read(JsonNode data) {
        List<LabelClass> labels = new ArrayList<>();
        data.get("labels")
                .forEach(label -> labels.add(new LabelClass(
                        label.get("id").intValue(),
                        label.get("name").textValue(),
                        label.get("color").textValue())));
        Map<String, String> files = new TreeMap<>();
        data.get("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().textValue()));
        return new BundleManifest(
                data.get("name").textValue(),
                data.get("version").intValue(),
                readArchitecture(data.get("architecture")),
                labels,
                optionalInt(data.path("void")),
                data.get("height").intValue(),
                data.get("width").intValue(),
                data.get("styleSize").intValue(),
                optionalInt(data.path("encoderInputSize")),
                data.get("instances").booleanValue(),
                Conditioning.ofJsonName(data.get("conditioning").textValue()),
                Precision.ofJsonName(data.get("precision").textValue()),
                data.get("licence").textValue(),
                Optional.ofNullable(data.get("training")).map(ManifestJson::readTraining),
                files);
    }

    static ObjectNode write(BundleManifest manifest) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("name", manifest.name());
        data.put("version", manifest.version());
        data.set("architecture", writeArchitecture(manifest.architecture()));
        for (LabelClass label : manifest.labels()) {
            data.withArray("labels")
                    .addObject()
                    .put("id", label.id())
                    .put("name", label.name())
                    .put("color", label.color());
        }
        putOrNull(data, "void", manifest.voidLabel());
        data.put("height", manifest.height());
        data.put("width", manifest.width());
        data.put("styleSize", manifest.styleSize());
        putOrNull(data, "encoderInputSize", manifest.encoderInputSize());
        data.put("instances", manifest.instances());
        data.put("conditioning", manifest.conditioning().jsonName());
        data.put("precision", manifest.precision().jsonName());
        data.put("licence", manifest.licence());
        manifest.training().ifPresent(training -> data.set("training", writeTraining(training)));
        ObjectNode files = data.putObject("files");
        new TreeMap<>(manifest.files()).forEach(files::put);
        return data;
    }

    private static Architecture readArchitecture(JsonNode node) {
        return new Architecture(
                Architecture.Input.valueOf(upper(node.get("input"))),
                Architecture.Upsampling.valueOf(upper(node.get("upsampling"))),
                node.get("spadeKernel").intValue(),
                Architecture.Normalization.valueOf(upper(node.get("normalization"))),
                node.get("hidden").intValue(),
                node.get("ngf").intValue());
    }

    private static ObjectNode writeArchitecture(Architecture architecture) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("input", lower(architecture.input()))
                .put("upsampling", lower(architecture.upsampling()))
                .put("spadeKernel", architecture.spadeKernel())
                .put("normalization", lower(architecture.normalization()))
                .put("hidden", architecture.hidden())
                .put("ngf", architecture.ngf());
    }

    private static TrainingRecord readTraining(JsonNode node) {
        Map<String, Double> losses = new TreeMap<>();
        node.get("losses")
                .properties()
                .forEach(loss -> losses.put(loss.getKey(), loss.getValue().doubleValue()));
        return new TrainingRecord(
                node.get("origin").textValue(),
                node.get("command").textValue(),
                node.get("data").textValue(),
                node.get("seed").longValue(),
                node.get("steps").longValue(),
                node.get("seconds").doubleValue(),
                losses);
    }

    private static ObjectNode writeTraining(TrainingRecord training) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("origin", training.origin());
        node.put("command", training.command());
        node.put("data", training.data());
        node.put("seed", training.seed());
        node.put("steps", training.steps());
        node.put("seconds", training.seconds());
        ObjectNode losses = node.putObject("losses");
        new TreeMap<>(training.losses()).forEach(losses::put);
        return node;
    }

    private static OptionalInt optionalInt(JsonNode node) {
        return node.isNumber() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    /** Written even when absent: a reader of the file sees that there is none. */
    private static void putOrNull(ObjectNode node, String field, OptionalInt value) {
        if (value.isPresent()) {
            node.put(field, value.getAsInt());
        } else {
            node.putNull(field);
        }
    }

    private static String upper(JsonNode word) {
        return word.textValue().toUpperCase(Locale.ROOT);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
