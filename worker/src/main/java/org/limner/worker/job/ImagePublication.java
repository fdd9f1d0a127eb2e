package org.limner.worker.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.limner.schemas.codec.JobFingerprint;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderedImage;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.image.ImageFileWriter;
import org.limner.worker.image.RgbImage;
import org.limner.worker.store.ResultStore;
import org.limner.worker.style.StyleVector;

/**
 * Turns rendered pictures into the images of a result: all of them in the result, or all of them in the store.
 * Thread-safe.
 */
public final class ImagePublication {
    /** Of an image's JSON beside its bytes: some 350 with the longest numbers there are. */
    private static final int IMAGE_FIELDS = 512;

    /** Of a result's JSON beside images and tags: some 1,000 with the longest names there are. */
    private static final int RESULT_FIELDS = 4096;

    /** Of a character in JSON: a backslash, u and four digits. */
    private static final int ESCAPED_CHARACTER = 6;

    private final ResultLimits limits;
    private final Optional<ResultStore> store;
    private final ImageFileWriter writer = new ImageFileWriter();

    /** For images that travel in results. */
    public ImagePublication(ResultLimits limits) {
        this(limits, Optional.empty());
    }

    /** @param store for images that do not fit into a result, or shall not travel in it */
    public ImagePublication(ResultLimits limits, Optional<ResultStore> store) {
        this.limits = limits;
        this.store = store;
    }

    /**
     * One image per style, in their order: the file or its place, digest, seed and style digest. What does not fit into
     * the result goes to the store, if there is one and the job allows it; else throws RESULT_TOO_LARGE, before the rest is
     * encoded.
     */
    public List<RenderedImage> publish(PreparedJob job, List<RgbImage> pictures)
            throws JobRejectedException, StoreFailedException {
        if (pictures.size() != job.styles().size()) {
            throw new IllegalArgumentException("job " + job.job().id() + " has "
                    + job.styles().size() + " styles but " + pictures.size() + " pictures");
        }
        boolean mayStore = store.isPresent() && job.job().output().delivery() != Output.Delivery.INLINE;
        if (mayStore && job.job().output().delivery() == Output.Delivery.STORE) {
            return stored(job, pictures, store.get());
        }
        List<RenderedImage> images = new ArrayList<>(pictures.size());
        Optional<String> excess = addInline(images, job, pictures, mayStore);
        if (excess.isEmpty()) {
            return images;
        }
        if (mayStore) {
            return stored(job, pictures, store.get());
        }
        throw tooLarge(excess.get());
    }

    /**
     * Says what is too large for a result, if anything is.
     *
     * @param cautiously whether to leave room for the rest of the result; else its encoding finds out whether that fits
     */
    private Optional<String> addInline(
            List<RenderedImage> images, PreparedJob job, List<RgbImage> pictures, boolean cautiously) {
        Output output = job.job().output();
        long used = cautiously ? RESULT_FIELDS + tagBytes(job) + (long) IMAGE_FIELDS * pictures.size() : 0;
        for (int i = 0; i < pictures.size(); i++) {
            RgbImage picture = pictures.get(i);
            byte[] file = writer.write(picture, output);
            used += (file.length + 2L) / 3 * 4;
            if (file.length > limits.imageBytes()) {
                return Optional.of("image " + i + " of " + picture.width() + " x " + picture.height() + " has "
                        + file.length + " bytes as " + output.format().mediaType() + " but at most "
                        + limits.imageBytes() + " travel in a result");
            }
            if (used > limits.resultBytes()) {
                return Optional.of("the first " + (i + 1) + " of " + pictures.size() + " images take " + used
                        + " bytes of base64 but a result has at most " + limits.resultBytes());
            }
            images.add(image(job, i, picture, new Payload.Inline(file), Digests.sha256(file), file.length));
        }
        return Optional.empty();
    }

    private static long tagBytes(PreparedJob job) {
        return job.job().tags().stream()
                .mapToLong(tag -> (long) ESCAPED_CHARACTER * tag.length())
                .sum();
    }

    /** One file after another: however many images there are, one of them is in memory as a file. */
    private List<RenderedImage> stored(PreparedJob job, List<RgbImage> pictures, ResultStore store)
            throws StoreFailedException {
        Output output = job.job().output();
        String fingerprint = JobFingerprint.of(job.job(), job.bundle().digest());
        List<RenderedImage> images = new ArrayList<>(pictures.size());
        for (int i = 0; i < pictures.size(); i++) {
            byte[] file = writer.write(pictures.get(i), output);
            String digest = Digests.sha256(file);
            String key =
                    fingerprint + "/" + i + "-" + digest + "." + output.format().fileExtension();
            String mediaType = output.format().mediaType();
            Payload.Reference reference =
                    new Payload.Reference(store.putIfAbsent(key, file, mediaType), digest, file.length, mediaType);
            images.add(image(job, i, pictures.get(i), reference, digest, file.length));
        }
        return images;
    }

    private static RenderedImage image(
            PreparedJob job, int index, RgbImage picture, Payload data, String digest, int bytes) {
        StyleVector style = job.styles().get(index);
        return new RenderedImage(
                index,
                job.job().output().format(),
                picture.width(),
                picture.height(),
                data,
                digest,
                bytes,
                style.seed(),
                style.digest());
    }

    private JobRejectedException tooLarge(String excess) {
        String remedy = store.isPresent()
                ? "; the job wants them inline. Ask for delivery auto, image/jpeg or fewer styles"
                : "; there is no store. Ask for image/jpeg or fewer styles";
        return new JobRejectedException(JobError.at("/output", ErrorCode.RESULT_TOO_LARGE, excess + remedy));
    }
}
