package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.Provenance;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;

/** The data of a result event to and from a {@link RenderResult}. Reading looks only at fields it knows. */
final class ResultJson {
    private ResultJson() {}

    static RenderResult read(JsonNode data, Optional<String> traceparent) throws InvalidDataException {
        ContractSchema.RENDER_RESULT.check(data);
        List<RenderedImage> images = new ArrayList<>();
        for (JsonNode image : data.path("images")) {
            images.add(readImage(image, "/images/" + images.size()));
        }
        List<String> tags = new ArrayList<>();
        data.path("tags").forEach(tag -> tags.add(tag.textValue()));
        return new RenderResult(
                new JobId(data.get("job").textValue()),
                ResultStatus.valueOf(data.get("status").textValue()),
                images,
                Optional.ofNullable(data.get("error")).map(ResultJson::readError),
                Optional.ofNullable(data.get("provenance")).map(ResultJson::readProvenance),
                readTiming(data.get("timing")),
                tags,
                traceparent);
    }

    static ObjectNode write(RenderResult result) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("job", result.job().value());
        data.put("status", result.status().name());
        result.images().forEach(image -> data.withArray("images").add(writeImage(image)));
        result.error().ifPresent(error -> data.set("error", writeError(error)));
        result.provenance().ifPresent(provenance -> data.set("provenance", writeProvenance(provenance)));
        data.set("timing", writeTiming(result.timing()));
        result.tags().forEach(tag -> data.withArray("tags").add(tag));
        return data;
    }

    private static RenderedImage readImage(JsonNode node, String path) throws InvalidDataException {
        return new RenderedImage(
                node.get("style").intValue(),
                ImageFormat.ofMediaType(node.get("mediaType").textValue()),
                node.get("widthPixels").intValue(),
                node.get("heightPixels").intValue(),
                PayloadJson.read(node.get("data"), path + "/data"),
                node.get("sha256").textValue(),
                node.get("bytes").longValue(),
                node.has("seed") ? OptionalLong.of(node.get("seed").longValue()) : OptionalLong.empty(),
                Optional.ofNullable(node.get("styleDigest")).map(JsonNode::textValue));
    }

    private static ObjectNode writeImage(RenderedImage image) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("style", image.style());
        node.put("mediaType", image.format().mediaType());
        node.put("widthPixels", image.widthPixels());
        node.put("heightPixels", image.heightPixels());
        node.set("data", PayloadJson.write(image.data()));
        node.put("sha256", image.sha256());
        node.put("bytes", image.bytes());
        image.seed().ifPresent(seed -> node.put("seed", seed));
        image.styleDigest().ifPresent(digest -> node.put("styleDigest", digest));
        return node;
    }

    private static JobError readError(JsonNode node) {
        return new JobError(
                ErrorCode.valueOf(node.get("code").textValue()),
                node.get("message").textValue(),
                Optional.ofNullable(node.get("path")).map(JsonNode::textValue));
    }

    private static ObjectNode writeError(JobError error) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("code", error.code().name());
        node.put("turn", error.code().turn().name());
        node.put("message", error.message());
        error.path().ifPresent(path -> node.put("path", path));
        return node;
    }

    private static Provenance readProvenance(JsonNode node) {
        return new Provenance(
                node.get("modelName").textValue(),
                node.get("modelVersion").intValue(),
                node.get("modelDigest").textValue(),
                node.get("runtime").textValue(),
                node.get("provider").textValue(),
                node.get("precision").textValue(),
                node.get("batchSize").intValue(),
                node.get("worker").textValue());
    }

    private static ObjectNode writeProvenance(Provenance provenance) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("modelName", provenance.modelName())
                .put("modelVersion", provenance.modelVersion())
                .put("modelDigest", provenance.modelDigest())
                .put("runtime", provenance.runtime())
                .put("provider", provenance.provider())
                .put("precision", provenance.precision())
                .put("batchSize", provenance.batchSize())
                .put("worker", provenance.worker());
    }

    private static Timing readTiming(JsonNode node) {
        return new Timing(
                node.get("queue").doubleValue(),
                node.get("decode").doubleValue(),
                node.get("batching").doubleValue(),
                node.get("render").doubleValue(),
                node.get("encode").doubleValue(),
                node.get("total").doubleValue());
    }

    private static ObjectNode writeTiming(Timing timing) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("queue", timing.queue())
                .put("decode", timing.decode())
                .put("batching", timing.batching())
                .put("render", timing.render())
                .put("encode", timing.encode())
                .put("total", timing.total());
    }
}
