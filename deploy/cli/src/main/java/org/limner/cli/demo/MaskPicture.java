package org.limner.cli.demo;

import java.awt.image.BufferedImage;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.job.JobLimits;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.mask.IndexImage;
import org.limner.worker.mask.MaskDecoder;

/** Paints a mask in its bundle's class colours, so that a person sees what was asked for. */
final class MaskPicture {
    /** For the void id and ids the bundle does not have. */
    private static final int BLACK = 0;

    private MaskPicture() {}

    /** The mask at its own size. Throws what a worker would say about a file that is no mask. */
    static BufferedImage paint(byte[] mask, BundleManifest bundle) throws JobRejectedException {
        IndexImage ids = new MaskDecoder(JobLimits.DEFAULT).decode(mask);
        BufferedImage picture = new BufferedImage(ids.width(), ids.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < ids.height(); y++) {
            for (int x = 0; x < ids.width(); x++) {
                int id = ids.at(x, y);
                boolean isLabel = id < bundle.labels().size();
                picture.setRGB(x, y, isLabel ? bundle.labels().get(id).rgb() : BLACK);
            }
        }
        return picture;
    }
}
