package org.limner.worker.job;

import java.util.Optional;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.worker.failure.JobRejectedException;

/**
 * What the contract allows and this worker does not serve. It is refused rather than ignored: an image without the
 * interpolation that was asked for is a wrong image.
 */
final class UnservedFields {
    private UnservedFields() {}

    /** Throws UNSUPPORTED for the first such field. */
    static void refuse(RenderJob job) throws JobRejectedException {
        refuseReference(job.mask(), "/mask");
        refuseReference(job.instances(), "/instances");
        for (int i = 0; i < job.styles().size(); i++) {
            Style style = job.styles().get(i);
            if (style instanceof Style.Between) {
                throw unsupported("/styles/" + i + "/between", "interpolated styles are not served yet");
            }
            if (style instanceof Style.Encoded encoded) {
                refuseReference(encoded.image(), "/styles/" + i + "/image");
            }
        }
        if (job.output().delivery() == Output.Delivery.STORE) {
            throw unsupported("/output/delivery", "delivery to a store is not served yet; inline and auto are");
        }
    }

    private static void refuseReference(Optional<Payload> payload, String path) throws JobRejectedException {
        if (payload.isPresent()) {
            refuseReference(payload.get(), path);
        }
    }

    private static void refuseReference(Payload payload, String path) throws JobRejectedException {
        if (payload instanceof Payload.Reference reference) {
            throw unsupported(
                    path, "references are not served yet: " + reference.uri() + "; send the bytes in the message");
        }
    }

    private static JobRejectedException unsupported(String path, String message) {
        return new JobRejectedException(JobError.at(path, ErrorCode.UNSUPPORTED, message));
    }
}
