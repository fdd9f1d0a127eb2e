package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/** One style of a job, already checked against the schema. */
final class StyleJson {
    private StyleJson() {}

    static Style read(JsonNode node, String path, JobLimits limits) throws InvalidDataException {
        if (node.has("between")) {
            JsonNode ends = node.get("between");
            return new Style.Between(
                    read(ends.get(0), path + "/between/0", limits),
                    read(ends.get(1), path + "/between/1", limits),
                    node.get("at").doubleValue());
        }
        if (node.has("vector")) {
            return new Style.Vector(floats(node.get("vector"), path + "/vector"));
        }
        if (node.has("image")) {
            long bytes = PayloadJson.inlineBytes(node.get("image"));
            if (bytes > limits.payloadBytes()) {
                throw new InvalidDataException(JobError.at(
                        path + "/image",
                        ErrorCode.LIMIT_EXCEEDED,
                        Pointers.spoken(path) + ".image has " + bytes + " bytes but the limit is "
                                + limits.payloadBytes()));
            }
            return new Style.Encoded(
                    PayloadJson.read(node.get("image"), path + "/image"),
                    node.path("sample").booleanValue(),
                    seed(node));
        }
        return new Style.Sampled(seed(node));
    }

    static ObjectNode write(Style style) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (style instanceof Style.Sampled sampled) {
            sampled.seed().ifPresent(seed -> node.put("seed", seed));
        } else if (style instanceof Style.Encoded encoded) {
            node.set("image", PayloadJson.write(encoded.image()));
            node.put("sample", encoded.sample());
            encoded.seed().ifPresent(seed -> node.put("seed", seed));
        } else if (style instanceof Style.Vector vector) {
            ArrayNode values = node.putArray("vector");
            for (float value : vector.values()) {
                values.add(value);
            }
        } else if (style instanceof Style.Between between) {
            node.putArray("between").add(write(between.from())).add(write(between.to()));
            node.put("at", between.at());
        }
        return node;
    }

    private static OptionalLong seed(JsonNode node) {
        return node.has("seed") ? OptionalLong.of(node.get("seed").longValue()) : OptionalLong.empty();
    }

    private static float[] floats(JsonNode vector, String path) throws InvalidDataException {
        float[] values = new float[vector.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.get(i).floatValue();
            if (!Float.isFinite(values[i])) {
                String at = path + "/" + i;
                throw new InvalidDataException(JobError.at(
                        at,
                        ErrorCode.INVALID_FIELD,
                        Pointers.spoken(at) + " must be a finite float32 but is "
                                + Quote.shortened(vector.get(i).asText())));
            }
        }
        return values;
    }
}
