package org.limner.worker.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.PreparedMask;
import org.limner.worker.image.PhotoDecoder;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.IndexImage;
import org.limner.worker.mask.LabelMap;
import org.limner.worker.mask.MaskDecoder;
import org.limner.worker.store.Stores;
import org.limner.worker.style.StyleEncoder;
import org.limner.worker.style.StyleResolver;
import org.limner.worker.style.StyleVector;

/** Reads everything in a job that can be wrong, before anything is rendered. Thread-safe. */
public final class JobPreparation {
    private final BundleRepository bundles;
    private final Function<ModelBundle, Generator> generators;
    private final Function<ModelBundle, Optional<StyleEncoder>> encoders;
    private final JobLimits limits;
    private final Stores stores;
    private final MaskDecoder masks;
    private final PhotoDecoder photos;

    /** For jobs whose payloads and images all travel in messages. */
    public JobPreparation(
            BundleRepository bundles,
            Function<ModelBundle, Generator> generators,
            Function<ModelBundle, Optional<StyleEncoder>> encoders,
            JobLimits limits) {
        this(bundles, generators, encoders, limits, Stores.NONE);
    }

    /**
     * @param generators the open generator of a bundle
     * @param encoders   the open encoder of a bundle; empty for a bundle without one
     */
    public JobPreparation(
            BundleRepository bundles,
            Function<ModelBundle, Generator> generators,
            Function<ModelBundle, Optional<StyleEncoder>> encoders,
            JobLimits limits,
            Stores stores) {
        this.bundles = bundles;
        this.generators = generators;
        this.encoders = encoders;
        this.limits = limits;
        this.stores = stores;
        this.masks = new MaskDecoder(limits);
        this.photos = new PhotoDecoder(limits);
    }

    /**
     * Throws {@link JobRejectedException} for the first thing that is wrong with the job,
     * {@link InferenceFailedException} when a style's photograph could not be encoded, {@link StoreFailedException} when
     * a reference could not be followed. What is cheap to find wrong is looked at first; photographs are encoded last.
     */
    public PreparedJob prepare(RenderJob job)
            throws JobRejectedException, InferenceFailedException, StoreFailedException {
        checkDelivery(job.output());
        ModelBundle bundle = bundle(job.model());
        checkStyleCount(job, bundle);
        StyleResolver resolver = new StyleResolver(
                bundle.reference().toString(),
                bundle.manifest().styleSize(),
                encoders.apply(bundle),
                stores.payloads(),
                photos);
        for (int i = 0; i < job.styles().size(); i++) {
            resolver.check(job.styles().get(i), i);
        }
        checkInstances(job, bundle);
        IndexImage mask = mask(job);
        LabelMap labels = labels(mask, bundle.manifest());
        Optional<EdgeMap> edges = edges(job, bundle.manifest(), mask);
        PreparedMask prepared = generators.apply(bundle).prepare(labels, edges);
        return new PreparedJob(job, bundle, prepared, styles(job, bundle, resolver));
    }

    private void checkDelivery(Output output) throws JobRejectedException {
        if (output.delivery() == Output.Delivery.STORE && stores.results().isEmpty()) {
            throw new JobRejectedException(JobError.at(
                    "/output/delivery",
                    ErrorCode.UNSUPPORTED,
                    "this worker has no store for results; ask for inline or auto"));
        }
    }

    private ModelBundle bundle(ModelReference model) throws JobRejectedException {
        Optional<ModelBundle> bundle = bundles.find(model);
        if (bundle.isEmpty()) {
            throw new JobRejectedException(JobError.at(
                    "/model", ErrorCode.UNKNOWN_MODEL, "no bundle '" + model + "' here; there are " + bundles));
        }
        return bundle.get();
    }

    private void checkStyleCount(RenderJob job, ModelBundle bundle) throws JobRejectedException {
        int styles = job.styles().size();
        boolean takesStyles = bundle.manifest().styleSize() > 0;
        if (styles > limits.styles()) {
            throw new JobRejectedException(JobError.at(
                    "/styles", ErrorCode.LIMIT_EXCEEDED, styles + " styles but at most " + limits.styles()));
        }
        if (takesStyles && styles == 0) {
            throw new JobRejectedException(JobError.at(
                    "/styles",
                    ErrorCode.INVALID_STYLE,
                    "no styles, but bundle '" + bundle.reference() + "' makes one image per style; {} is one"));
        }
        if (!takesStyles && styles > 0) {
            throw new JobRejectedException(JobError.at(
                    "/styles",
                    ErrorCode.INVALID_STYLE,
                    styles + " styles, but bundle '" + bundle.reference()
                            + "' takes none and makes one image per mask"));
        }
    }

    private static void checkInstances(RenderJob job, ModelBundle bundle) throws JobRejectedException {
        if (job.instances().isPresent() == bundle.manifest().instances()) {
            return;
        }
        String message = bundle.manifest().instances()
                ? "no instances, but bundle '" + bundle.reference() + "' reads their edges"
                : "instances, but bundle '" + bundle.reference() + "' does not read them";
        throw new JobRejectedException(JobError.at("/instances", ErrorCode.INVALID_INSTANCES, message));
    }

    private IndexImage mask(RenderJob job) throws JobRejectedException, StoreFailedException {
        try {
            return masks.decode(stores.payloads().read(job.mask()));
        } catch (JobRejectedException e) {
            throw e.at("/mask");
        }
    }

    private static LabelMap labels(IndexImage mask, BundleManifest manifest) throws JobRejectedException {
        try {
            return LabelMap.of(mask, manifest);
        } catch (JobRejectedException e) {
            throw e.at("/mask");
        }
    }

    private Optional<EdgeMap> edges(RenderJob job, BundleManifest manifest, IndexImage mask)
            throws JobRejectedException, StoreFailedException {
        if (job.instances().isEmpty()) {
            return Optional.empty();
        }
        try {
            IndexImage instances =
                    masks.decode(stores.payloads().read(job.instances().get()));
            if (instances.width() != mask.width() || instances.height() != mask.height()) {
                throw new JobRejectedException(
                        ErrorCode.INVALID_INSTANCES,
                        "instances are " + instances.width() + " x " + instances.height() + " but the mask is "
                                + mask.width() + " x " + mask.height());
            }
            return Optional.of(EdgeMap.of(instances, manifest.width(), manifest.height()));
        } catch (JobRejectedException e) {
            throw e.at("/instances");
        }
    }

    private static List<StyleVector> styles(RenderJob job, ModelBundle bundle, StyleResolver resolver)
            throws JobRejectedException, InferenceFailedException, StoreFailedException {
        if (bundle.manifest().styleSize() == 0) {
            return List.of(StyleVector.NONE);
        }
        List<StyleVector> vectors = new ArrayList<>();
        for (int i = 0; i < job.styles().size(); i++) {
            vectors.add(resolver.resolve(job.styles().get(i), job.id(), i));
        }
        return vectors;
    }
}
