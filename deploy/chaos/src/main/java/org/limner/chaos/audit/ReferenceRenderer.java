package org.limner.chaos.audit;

import java.util.ArrayList;
import java.util.List;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.generator.BundleSessions;
import org.limner.worker.generator.Device;
import org.limner.worker.generator.SessionSettings;
import org.limner.worker.image.ImageFileWriter;
import org.limner.worker.image.RgbImage;
import org.limner.worker.job.JobPreparation;
import org.limner.worker.job.JobRenderer;
import org.limner.worker.job.RenderedJob;

/** Renders jobs undisturbed, in this process, on this machine: there, the same job gives the same bytes. */
public final class ReferenceRenderer implements AutoCloseable {
    private final BundleSessions sessions;
    private final JobRenderer renderer;
    private final ImageFileWriter writer = new ImageFileWriter();

    /** @param bundles that the workers serve, too */
    public ReferenceRenderer(BundleRepository bundles) {
        this.sessions = BundleSessions.open(bundles, new SessionSettings(new Device.Cpu(), 1));
        this.renderer = new JobRenderer(
                new JobPreparation(bundles, sessions::generator, sessions::encoder, JobLimits.DEFAULT),
                sessions::generator,
                1,
                "audit");
    }

    /** SHA-256 of each image file of the job. */
    public List<String> digests(RenderJob job) {
        try {
            RenderedJob rendered = renderer.render(job);
            List<String> digests = new ArrayList<>();
            for (RgbImage picture : rendered.pictures()) {
                digests.add(Digests.sha256(writer.write(picture, job.output())));
            }
            return digests;
        } catch (JobRejectedException | InferenceFailedException | StoreFailedException e) {
            throw new IllegalStateException("job " + job.id() + " cannot be rendered here: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}
