package org.limner.worker.style;

import java.util.Optional;
import java.util.OptionalLong;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.seed.GaussianStream;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.image.PhotoDecoder;
import org.limner.worker.image.RgbImage;
import org.limner.worker.store.PayloadReader;

/** Finds the vectors that the styles of a job stand for, for one bundle. Thread-safe when its encoder is. */
public final class StyleResolver {
    private final String bundle;
    private final int styleSize;
    private final Optional<StyleEncoder> encoder;
    private final PayloadReader payloads;
    private final PhotoDecoder photos;

    /**
     * @param bundle    for messages, for example {@code coast@2}
     * @param styleSize numbers in a vector of that bundle, at least 1
     */
    public StyleResolver(
            String bundle, int styleSize, Optional<StyleEncoder> encoder, PayloadReader payloads, PhotoDecoder photos) {
        this.bundle = bundle;
        this.styleSize = styleSize;
        this.encoder = encoder;
        this.payloads = payloads;
        this.photos = photos;
    }

    /**
     * Throws INVALID_STYLE for what cannot be told without reading photographs, so that a job is refused before any
     * is encoded.
     *
     * @param index of the style in its job
     */
    public void check(Style style, int index) throws JobRejectedException {
        check(style, "/styles/" + index);
    }

    private void check(Style style, String path) throws JobRejectedException {
        if (style instanceof Style.Vector vector && vector.size() != styleSize) {
            throw invalid(
                    path,
                    "style vector has " + vector.size() + " numbers but bundle '" + bundle + "' takes " + styleSize);
        }
        if (style instanceof Style.Encoded && encoder.isEmpty()) {
            throw invalid(path, "bundle '" + bundle + "' has no encoder for style images");
        }
        if (style instanceof Style.Between between) {
            check(between.from(), path + "/between/0");
            check(between.to(), path + "/between/1");
        }
    }

    /**
     * The vector of {@code style}.
     *
     * @param index of the style in its job; it enters the seed of a style without one
     */
    public StyleVector resolve(Style style, JobId job, int index)
            throws JobRejectedException, InferenceFailedException, StoreFailedException {
        String path = "/styles/" + index;
        check(style, path);
        if (style instanceof Style.Between between) {
            // An end without a seed takes one of its own, or two of them would be the same vector.
            String ends = job.value() + ":" + index;
            float[] from = resolve(between.from(), ends, 0, path + "/between/0").values();
            float[] to = resolve(between.to(), ends, 1, path + "/between/1").values();
            return interpolated(from, to, between.at(), path);
        }
        return resolve(style, job.value(), index, path);
    }

    /**
     * @param derivation with {@code index}, what a missing seed is derived from
     * @param path       for messages
     */
    private StyleVector resolve(Style style, String derivation, int index, String path)
            throws JobRejectedException, InferenceFailedException, StoreFailedException {
        if (style instanceof Style.Sampled sampled) {
            long seed = seed(sampled.seed(), derivation, index);
            return new StyleVector(GaussianStream.sample(seed, styleSize), OptionalLong.of(seed));
        }
        if (style instanceof Style.Vector vector) {
            return new StyleVector(vector.values());
        }
        Style.Encoded encoded = (Style.Encoded) style; // the record allows no interpolated ends
        StyleEncoding encoding = encoder.orElseThrow().encode(photograph(encoded, path));
        if (!encoded.sample()) {
            return new StyleVector(encoding.mu());
        }
        long seed = seed(encoded.seed(), derivation, index);
        return new StyleVector(encoding.sample(GaussianStream.sample(seed, styleSize)), OptionalLong.of(seed));
    }

    private RgbImage photograph(Style.Encoded style, String path) throws JobRejectedException, StoreFailedException {
        try {
            return photos.decode(payloads.read(style.image()));
        } catch (JobRejectedException e) {
            throw e.at(path + "/image");
        }
    }

    private StyleVector interpolated(float[] from, float[] to, double at, String path) throws JobRejectedException {
        float[] between = SphericalInterpolation.between(from, to, at);
        for (float value : between) {
            if (!Float.isFinite(value)) {
                throw invalid(path, "what lies at " + at + " between the two vectors is beyond the range of float32");
            }
        }
        return new StyleVector(between);
    }

    private static long seed(OptionalLong given, String derivation, int index) {
        return given.isPresent() ? given.getAsLong() : GaussianStream.derivedSeed(derivation, index);
    }

    private static JobRejectedException invalid(String path, String message) {
        return new JobRejectedException(JobError.at(path, ErrorCode.INVALID_STYLE, message));
    }
}
