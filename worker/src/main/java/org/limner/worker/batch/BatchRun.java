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
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.RenderBatch;
import org.limner.worker.generator.RenderRequest;
import org.limner.worker.image.RgbImage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a batch so that a failing job never fails its neighbours: when memory was short, half the batch is tried; when
 * anything else failed, each job by itself. A job that fails alone is tried once more at once; what happens after that
 * is decided by {@link ResultWriter#faulted}.
 */
final class BatchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    private final ModelReference model;
    private final Generator generator;
    private final Wanted wanted;
    private final Consumer<RenderTask> finished;
    private final PipelineListener listener;
    private final LongSupplier nanoTime;

    /** @param finished takes each job that got its last picture or failed, once */
    BatchRun(
            ModelReference model,
            Generator generator,
            Wanted wanted,
            Consumer<RenderTask> finished,
            PipelineListener listener,
            LongSupplier nanoTime) {
        this.model = model;
        this.generator = generator;
        this.wanted = wanted;
        this.finished = finished;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** Renders the shares of jobs that are still wanted; at most one share of each job. */
    void run(List<Share<RenderTask>> shares) {
        List<Share<RenderTask>> wanted = shares.stream()
                .filter(share -> share.job().isOpen() && isWanted(share.job()))
                .toList();
        if (!wanted.isEmpty()) {
            try {
                render(wanted);
            } catch (InferenceFailedException e) {
                runApart(wanted, e);
            }
        }
    }

    private boolean isWanted(RenderTask task) {
        Optional<JobError> not = wanted.reasonNotTo(task.job().job(), task.arrival());
        if (not.isPresent()) {
            task.fail(not.get());
            finished.accept(task);
        }
        return not.isEmpty();
    }

    private void runApart(List<Share<RenderTask>> shares, InferenceFailedException failure) {
        if (failure.kind() == FailureKind.RESOURCES && images(shares) > 1) {
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
        if (failure.kind() == FailureKind.JOB) {
            RenderTask guilty = alone.get(0).job();
            guilty.fail(JobError.of(ErrorCode.RENDER_FAILED, "rendering failed: " + failure.getMessage()));
            finished.accept(guilty);
            return;
        }
        try {
            render(alone);
        } catch (InferenceFailedException again) {
            RenderTask unlucky = alone.get(0).job();
            unlucky.fault(JobError.of(
                    ErrorCode.RENDER_FAILED, "rendering failed twice, the job being alone: " + again.getMessage()));
            finished.accept(unlucky);
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
            event.commit();
        }
    }

    private void handOut(List<Share<RenderTask>> shares, List<RgbImage> pictures) {
        int next = 0;
        for (Share<RenderTask> share : shares) {
            for (int image = share.from(); image < share.to(); image++) {
                share.job().add(image, pictures.get(next++), pictures.size());
            }
            if (share.job().isComplete()) {
                finished.accept(share.job());
            }
        }
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
