package org.limner.worker.process;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;

/** Jobs for the tiny bundle. */
final class SmallJobs {
    private SmallJobs() {}

    /** Four bands of labels, and as many sampled styles as asked for. */
    static RenderJob job(String id, int styles) {
        return new RenderJob(
                new JobId(id),
                ModelReference.newest("tiny"),
                new Payload.Inline(bands(64, 32)),
                Optional.empty(),
                IntStream.range(0, styles)
                        .<Style>mapToObj(seed -> new Style.Sampled(OptionalLong.of(seed)))
                        .toList(),
                Output.DEFAULT,
                List.of("tag of " + id),
                Optional.empty(),
                Optional.empty());
    }

    /** An 8-bit grey PNG with the labels 0 to 3 from top to bottom. */
    static byte[] bands(int width, int height) {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                mask.getRaster().setSample(x, y, 0, y * 4 / height);
            }
        }
        return png(mask);
    }

    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file.toByteArray();
    }
}
