package org.limner.worker.job;

import java.util.ArrayList;
import java.util.List;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderedImage;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.image.ImageFileWriter;
import org.limner.worker.image.RgbImage;
import org.limner.worker.style.StyleVector;

/** Turns rendered pictures into the images of a result. Thread-safe. */
public final class ImagePublication {
    private final ResultLimits limits;
    private final ImageFileWriter writer = new ImageFileWriter();

    public ImagePublication(ResultLimits limits) {
        this.limits = limits;
    }

    /**
     * One image per style, in their order: the file's bytes, digest, seed and style digest. Throws RESULT_TOO_LARGE for a
     * file beyond its limit, and for files that in base64 are together beyond the result's, before the rest is encoded.
     */
    public List<RenderedImage> publish(PreparedJob job, List<RgbImage> pictures) throws JobRejectedException {
        if (pictures.size() != job.styles().size()) {
            throw new IllegalArgumentException("job " + job.job().id() + " has "
                    + job.styles().size() + " styles but " + pictures.size() + " pictures");
        }
        Output output = job.job().output();
        List<RenderedImage> images = new ArrayList<>(pictures.size());
        long base64 = 0;
        for (int i = 0; i < pictures.size(); i++) {
            RgbImage picture = pictures.get(i);
            byte[] file = writer.write(picture, output);
            base64 += (file.length + 2L) / 3 * 4;
            if (file.length > limits.imageBytes()) {
                throw tooLarge("image " + i + " of " + picture.width() + " x " + picture.height() + " has "
                        + file.length + " bytes as " + output.format().mediaType() + " but at most "
                        + limits.imageBytes() + " travel in a result");
            }
            if (base64 > limits.resultBytes()) {
                throw tooLarge("the first " + (i + 1) + " of " + pictures.size() + " images take " + base64
                        + " bytes of base64 but a result has at most " + limits.resultBytes());
            }
            StyleVector style = job.styles().get(i);
            images.add(new RenderedImage(
                    i,
                    output.format(),
                    picture.width(),
                    picture.height(),
                    new Payload.Inline(file),
                    Digests.sha256(file),
                    file.length,
                    style.seed(),
                    style.digest()));
        }
        return images;
    }

    private static JobRejectedException tooLarge(String message) {
        return new JobRejectedException(JobError.at(
                "/output",
                ErrorCode.RESULT_TOO_LARGE,
                message + "; there is no store. Ask for image/jpeg or fewer styles"));
    }
}
