package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;

/** The data of a job event to and from a {@link RenderJob}; the limits are checked before anything large is decoded. */
final class JobJson {
    private final JobLimits limits;

    JobJson(JobLimits limits) {
        this.limits = limits;
    }

    RenderJob read(JobId id, JsonNode data, Optional<Instant> deadline, Optional<String> traceparent)
            throws InvalidDataException {
        // Before the schema: it would look at each of 10,000 styles first.
        checkCount(data, "styles", limits.styles());
        checkCount(data, "tags", limits.tags());
        ContractSchema.RENDER_JOB.check(data);
        checkPayloads(data);
        return new RenderJob(
                id,
                model(data.get("model")),
                PayloadJson.read(data.get("mask"), "/mask"),
                data.has("instances")
                        ? Optional.of(PayloadJson.read(data.get("instances"), "/instances"))
                        : Optional.<Payload>empty(),
                styles(data.path("styles")),
                output(data.path("output")),
                tags(data.path("tags")),
                deadline,
                traceparent);
    }

    /** The tags of a job that breaks the contract elsewhere; empty where the tags themselves break it. */
    List<String> readableTags(JsonNode data) {
        JsonNode node = data.path("tags");
        if (!node.isArray() || node.size() > limits.tags()) {
            return List.of();
        }
        for (JsonNode tag : node) {
            if (!tag.isTextual()) {
                return List.of();
            }
        }
        try {
            return tags(node);
        } catch (InvalidDataException e) {
            return List.of();
        }
    }

    static ObjectNode write(RenderJob job) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode model = data.putObject("model").put("name", job.model().name());
        job.model().version().ifPresent(version -> model.put("version", version));
        data.set("mask", PayloadJson.write(job.mask()));
        job.instances().ifPresent(instances -> data.set("instances", PayloadJson.write(instances)));
        if (!job.styles().isEmpty()) {
            job.styles().forEach(style -> data.withArray("styles").add(StyleJson.write(style)));
        }
        data.putObject("output")
                .put("mediaType", job.output().format().mediaType())
                .put("quality", job.output().quality())
                .put("delivery", job.output().delivery().name().toLowerCase(Locale.ROOT));
        job.tags().forEach(tag -> data.withArray("tags").add(tag));
        return data;
    }

    private void checkCount(JsonNode data, String field, int limit) throws InvalidDataException {
        int count = data.path(field).isArray() ? data.path(field).size() : 0;
        if (count > limit) {
            throw tooMuch("/" + field, "the job has " + count + " " + field + " but the limit is " + limit);
        }
    }

    private void checkPayloads(JsonNode data) throws InvalidDataException {
        long mask = PayloadJson.inlineBytes(data.get("mask"));
        long instances = PayloadJson.inlineBytes(data.path("instances"));
        if (mask + instances > limits.payloadBytes()) {
            throw tooMuch(
                    mask > limits.payloadBytes() ? "/mask" : "/instances",
                    "mask (" + mask + " bytes) and instances (" + instances + " bytes) have " + (mask + instances)
                            + " bytes together but the limit is " + limits.payloadBytes());
        }
    }

    private static ModelReference model(JsonNode node) {
        return new ModelReference(
                node.get("name").textValue(),
                node.has("version") ? OptionalInt.of(node.get("version").intValue()) : OptionalInt.empty());
    }

    private List<Style> styles(JsonNode node) throws InvalidDataException {
        List<Style> styles = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            styles.add(StyleJson.read(node.get(i), "/styles/" + i, limits));
        }
        return styles;
    }

    private static Output output(JsonNode node) {
        return new Output(
                node.has("mediaType")
                        ? ImageFormat.ofMediaType(node.get("mediaType").textValue())
                        : Output.DEFAULT.format(),
                node.path("quality").asInt(Output.DEFAULT.quality()),
                node.has("delivery")
                        ? Output.Delivery.valueOf(
                                node.get("delivery").textValue().toUpperCase(Locale.ROOT))
                        : Output.DEFAULT.delivery());
    }

    private List<String> tags(JsonNode node) throws InvalidDataException {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String tag = node.get(i).textValue();
            int characters = tag.codePointCount(0, tag.length());
            if (characters > limits.tagLength()) {
                throw tooMuch(
                        "/tags/" + i,
                        "tags[" + i + "] has " + characters + " characters but the limit is " + limits.tagLength());
            }
            tags.add(tag);
        }
        return tags;
    }

    private static InvalidDataException tooMuch(String path, String message) {
        return new InvalidDataException(JobError.at(path, ErrorCode.LIMIT_EXCEEDED, message));
    }
}
