package org.limner.worker.style;

import java.util.Optional;
import java.util.OptionalLong;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.seed.GaussianStream;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.image.PhotoDecoder;
import org.limner.worker.image.RgbImage;

/** Finds the vectors that the styles of a job stand for, for one bundle. Thread-safe when its encoder is. */
public final class StyleResolver {
    private final String bundle;
    private final int styleSize;
    private final Optional<StyleEncoder> encoder;
    private final PhotoDecoder photos;

    /**
     * @param bundle    for messages, for example {@code coast@2}
     * @param styleSize numbers in a vector of that bundle, at least 1
     */
    public StyleResolver(String bundle, int styleSize, Optional<StyleEncoder> encoder, PhotoDecoder photos) {
        this.bundle = bundle;
        this.styleSize = styleSize;
        this.encoder = encoder;
        this.photos = photos;
    }

    /**
     * Throws INVALID_STYLE for what cannot be told without reading photographs, so that a job is refused before any
     * is encoded.
     */
    public void check(Style style) throws JobRejectedException {
        if (style instanceof Style.Vector vector && vector.size() != styleSize) {
            throw invalid(
                    "style vector has " + vector.size() + " numbers but bundle '" + bundle + "' takes " + styleSize);
        }
        if (style instanceof Style.Encoded && encoder.isEmpty()) {
            throw invalid("bundle '" + bundle + "' has no encoder for style images");
        }
    }

    /**
     * The vector of {@code style}.
     *
     * @param index of the style in its job; it enters the seed of a style without one
     */
    public StyleVector resolve(Style style, JobId job, int index)
            throws JobRejectedException, InferenceFailedException {
        check(style);
        if (style instanceof Style.Sampled sampled) {
            long seed = seed(sampled.seed(), job, index);
            return new StyleVector(GaussianStream.sample(seed, styleSize), OptionalLong.of(seed));
        }
        if (style instanceof Style.Vector vector) {
            return new StyleVector(vector.values());
        }
        if (style instanceof Style.Encoded encoded) {
            return encode(encoded, job, index);
        }
        throw new JobRejectedException(ErrorCode.UNSUPPORTED, "interpolated styles are not served yet");
    }

    private StyleVector encode(Style.Encoded style, JobId job, int index)
            throws JobRejectedException, InferenceFailedException {
        if (!(style.image() instanceof Payload.Inline inline)) {
            throw new JobRejectedException(ErrorCode.UNSUPPORTED, "style images by reference are not served yet");
        }
        RgbImage photograph = photos.decode(inline.bytes());
        StyleEncoding encoding = encoder.orElseThrow().encode(photograph);
        if (!style.sample()) {
            return new StyleVector(encoding.mu());
        }
        long seed = seed(style.seed(), job, index);
        return new StyleVector(encoding.sample(GaussianStream.sample(seed, styleSize)), OptionalLong.of(seed));
    }

    private static long seed(OptionalLong given, JobId job, int index) {
        return given.isPresent() ? given.getAsLong() : GaussianStream.derivedSeed(job.value(), index);
    }

    private static JobRejectedException invalid(String message) {
        return new JobRejectedException(ErrorCode.INVALID_STYLE, message);
    }
}
