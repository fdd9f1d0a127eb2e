package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.OptionalLong;
import org.erdtman.jcs.JsonCanonicalizer;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.seed.GaussianStream;

/**
 * One digest for everything that a job's images depend on and nothing else: the key of its images in a store.
 *
 * <p>SHA-256 of the canonical form (RFC 8785) of an object that the schemas' README describes. Payloads enter by their
 * digest, wherever they are; the job's id only where a seed is derived from it; tags, deadline and delivery not at all.
 */
public final class JobFingerprint {
    private JobFingerprint() {}

    /** @param modelDigest SHA-256 of the manifest of the bundle that renders */
    public static String of(RenderJob job, String modelDigest) {
        ObjectNode meaning = JsonNodeFactory.instance.objectNode().put("model", modelDigest);
        meaning.put("mask", digest(job.mask()));
        job.instances().ifPresent(instances -> meaning.put("instances", digest(instances)));
        ArrayNode styles = meaning.putArray("styles");
        for (int i = 0; i < job.styles().size(); i++) {
            styles.add(style(job.styles().get(i), job.id().value(), i));
        }
        ObjectNode output = meaning.putObject("output")
                .put("mediaType", job.output().format().mediaType());
        if (job.output().format() == ImageFormat.JPEG) {
            output.put("quality", job.output().quality());
        }
        try {
            return Digests.sha256(new JsonCanonicalizer(meaning.toString()).getEncodedUTF8());
        } catch (IOException e) {
            throw new IllegalStateException("JSON of our own making is not JSON", e);
        }
    }

    private static ObjectNode style(Style style, String derivation, int index) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (style instanceof Style.Sampled sampled) {
            node.put("seed", seed(sampled.seed(), derivation, index));
        } else if (style instanceof Style.Vector vector) {
            node.put("vector", GaussianStream.digest(vector.values()));
        } else if (style instanceof Style.Encoded encoded) {
            node.put("image", digest(encoded.image()));
            if (encoded.sample()) {
                node.put("seed", seed(encoded.seed(), derivation, index));
            }
        } else if (style instanceof Style.Between between) {
            String ends = derivation + ":" + index;
            node.putArray("between").add(style(between.from(), ends, 0)).add(style(between.to(), ends, 1));
            node.put("at", between.at());
        }
        return node;
    }

    private static long seed(OptionalLong given, String derivation, int index) {
        return given.isPresent() ? given.getAsLong() : GaussianStream.derivedSeed(derivation, index);
    }

    private static String digest(Payload payload) {
        return payload instanceof Payload.Inline inline
                ? Digests.sha256(inline.bytes())
                : ((Payload.Reference) payload).sha256();
    }
}
