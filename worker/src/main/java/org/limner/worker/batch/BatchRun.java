package org.limner.worker.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.worker.batch.BatchAssembler.Share;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.RenderBatch;
import org.limner.worker.generator.RenderRequest;
import org.limner.worker.image.RgbImage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a batch so that a failing job never fails its neighbours: when memory was short, half the batch is tried, and the
 * bundle's next batches are smaller; when anything else failed, each job by itself. A job that fails alone is tried once
 * more at once; what happens after that is decided by {@link ResultWriter#faulted}.
 */
final class BatchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    private final ModelBundle bundle;
    private final ModelReference model;
    private final Generator generator;
    private final Wanted wanted;
    private final BatchCaps<ModelBundle> caps;
    private final Consumer<RenderTask> ended;
    private final RendererTime rendererTime;
    private final PipelineListener listener;
    private final LongSupplier nanoTime;

    /**
     * @param generator one session
     * @param caps      hears when memory was short
     * @param ended     takes each job that has ended, once
     */
    BatchRun(
            ModelBundle bundle,
            Generator generator,
            Wanted wanted,
            BatchCaps<ModelBundle> caps,
            Consumer<RenderTask> ended,
            RendererTime rendererTime,
            PipelineListener listener,
            LongSupplier nanoTime) {
        this.bundle = bundle;
        this.model = bundle.reference();
        this.generator = generator;
        this.wanted = wanted;
        this.caps = caps;
        this.ended = ended;
        this.rendererTime = rendererTime;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** Renders the shares of jobs that are still wanted; at most one share of each job. */
    void run(List<Share<RenderTask>> shares) {
        for (Share<RenderTask> share : shares) {
            if (endsUnrendered(share.job())) {
                ended.accept(share.job());
            }
        }
        List<Share<RenderTask>> wanted =
                shares.stream().filter(share -> !share.job().hasEnded()).toList();
        if (!wanted.isEmpty()) {
            try {
                render(wanted);
            } catch (InferenceFailedException e) {
                runApart(wanted, e);
            }
        }
    }

    /** Ends those jobs of a batch that have not ended, after {@link #run} did not come to its end. */
    void endAll(List<Share<RenderTask>> shares, Throwable reason) {
        JobError fault = JobError.of(ErrorCode.RENDER_FAILED, "the job's batch ended unexpectedly: " + reason);
        for (Share<RenderTask> share : shares) {
            if (share.job().fault(fault)) {
                ended.accept(share.job());
            }
        }
    }

    /** Whether a job ends here since nobody wants its outcome, or its deadline has passed, or it was cancelled. */
    private boolean endsUnrendered(RenderTask task) {
        if (task.endIfAbandoned()) {
            return true;
        }
        Optional<JobError> not = task.hasEnded()
                ? Optional.empty()
                : wanted.reasonNotTo(task.job().job(), task.arrival());
        return not.isPresent() && task.fail(not.get());
    }

    private void runApart(List<Share<RenderTask>> shares, InferenceFailedException failure) {
        if (failure.kind() == FailureKind.RESOURCES && images(shares) > 1) {
            int cap = caps.shortage(bundle, haveSeveralMasks(shares), images(shares));
            LOG.warn("Memory was short; model={} images={} largestBatch={}", model, images(shares), cap);
            int half = images(shares) / 2;
            run(slice(shares, 0, half));
            run(slice(shares, half, images(shares)));
        } else if (shares.size() > 1) {
            shares.forEach(share -> run(List.of(share)));
        } else {
            runAgain(shares, failure);
        }
    }

    private void runAgain(List<Share<RenderTask>> alone, InferenceFailedException failure) {
        RenderTask job = alone.get(0).job();
        if (failure.kind() == FailureKind.JOB) {
            fail(job, "rendering failed: " + failure.getMessage());
            return;
        }
        try {
            render(alone);
        } catch (InferenceFailedException again) {
            JobError fault = JobError.of(
                    ErrorCode.RENDER_FAILED, "rendering failed twice, the job being alone: " + again.getMessage());
            if (job.fault(fault)) {
                ended.accept(job);
            }
        }
    }

    private void fail(RenderTask task, String message) {
        if (task.fail(JobError.of(ErrorCode.RENDER_FAILED, message))) {
            ended.accept(task);
        }
    }

    private void render(List<Share<RenderTask>> shares) throws InferenceFailedException {
        long start = nanoTime.getAsLong();
        for (Share<RenderTask> share : shares) {
            share.job().begin(start).ifPresent(listener::waited);
        }
        List<RgbImage> pictures;
        try {
            pictures = generate(shares);
        } catch (InferenceFailedException e) {
            LOG.warn(
                    "A batch failed; model={} images={} jobs={} kind={}",
                    model,
                    images(shares),
                    shares.size(),
                    e.kind(),
                    e);
            listener.failed(model, images(shares), e.kind());
            throw e;
        } finally {
            Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
            shares.forEach(share -> share.job().timer().rendered(took));
        }
        listener.rendered(model, pictures.size(), Duration.ofNanos(nanoTime.getAsLong() - start));
        handOut(shares, pictures);
    }

    private List<RgbImage> generate(List<Share<RenderTask>> shares) throws InferenceFailedException {
        List<RenderRequest> requests = new ArrayList<>();
        for (Share<RenderTask> share : shares) {
            for (int image = share.from(); image < share.to(); image++) {
                requests.add(share.job().request(image));
            }
        }
        GeneratorRunEvent event = new GeneratorRunEvent(model, requests.size(), shares.size());
        event.begin();
        rendererTime.runBegan();
        try {
            List<RgbImage> pictures = generator.generate(new RenderBatch(requests));
            if (pictures.size() != requests.size()) {
                throw new InferenceFailedException(
                        FailureKind.WORKER,
                        "the generator gave " + pictures.size() + " images for " + requests.size() + " requests",
                        null);
            }
            return pictures;
        } catch (OutOfMemoryError e) {
            throw new InferenceFailedException(
                    FailureKind.RESOURCES, "out of memory with " + requests.size() + " images: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            // Whatever it is: the thread must live and every job of the batch must end.
            throw new InferenceFailedException(FailureKind.WORKER, String.valueOf(e), e);
        } finally {
            rendererTime.runEnded();
            event.commit();
        }
    }

    private void handOut(List<Share<RenderTask>> shares, List<RgbImage> pictures) {
        int next = 0;
        for (Share<RenderTask> share : shares) {
            for (int image = share.from(); image < share.to(); image++) {
                if (share.job().add(image, pictures.get(next++), pictures.size())) {
                    ended.accept(share.job());
                }
            }
        }
    }

    private static boolean haveSeveralMasks(List<Share<RenderTask>> shares) {
        return shares.stream().map(share -> share.job().job().mask()).distinct().count() > 1;
    }

    private static int images(List<Share<RenderTask>> shares) {
        return shares.stream().mapToInt(Share::images).sum();
    }

    /** The images {@code from} (inclusive) to {@code to} (exclusive) of a batch. */
    private static List<Share<RenderTask>> slice(List<Share<RenderTask>> shares, int from, int to) {
        List<Share<RenderTask>> slice = new ArrayList<>();
        int first = 0; // the number of the share's first image in the batch
        for (Share<RenderTask> share : shares) {
            int begin = Math.max(from, first);
            int end = Math.min(to, first + share.images());
            if (begin < end) {
                slice.add(new Share<>(share.job(), share.from() + begin - first, share.from() + end - first));
            }
            first += share.images();
        }
        return slice;
    }
}
