package org.limner.cli.job;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import picocli.CommandLine.Option;

/** The options that say what is to be rendered; the same for a job on Kafka and for one in this process. */
public final class JobOptions {
    @Option(
            names = "--mask",
            required = true,
            paramLabel = "FILE",
            description = "PNG with one label id per pixel: 8 or 16 bits of grey, or palette indices")
    private Path mask;

    @Option(
            names = "--instances",
            paramLabel = "FILE",
            description = "PNG with one instance id per pixel, for models that read instance edges")
    private @Nullable Path instances;

    @Option(names = "--seed", paramLabel = "S", description = "one image with the style of this seed; repeatable")
    private List<SeedList> seed = List.of();

    @Option(names = "--seeds", paramLabel = "LIST", description = "an image for each of these seeds: 1..4 or 3,5,9")
    private List<SeedList> seeds = List.of();

    @Option(
            names = "--style-image",
            paramLabel = "FILE",
            description = "one image with the style of this photograph (PNG or JPEG); repeatable, after the seeds")
    private List<Path> styleImages = List.of();

    @Option(names = "--sample", description = "draw around a photograph's style instead of taking its mean")
    private boolean sample;

    @Option(names = "--no-style", description = "for models that take no style: one image")
    private boolean noStyle;

    @Option(
            names = "--format",
            paramLabel = "png|jpeg",
            defaultValue = "png",
            description = "of the images (default: ${DEFAULT-VALUE})")
    private ImageFormat format;

    @Option(
            names = "--quality",
            paramLabel = "1..100",
            defaultValue = "92",
            description = "of JPEG images (default: ${DEFAULT-VALUE})")
    private int quality;

    /** The job these options describe. Reads the files; throws {@link IllegalArgumentException} for a bad number. */
    public RenderJob toJob(JobId id, ModelReference model, List<String> tags) {
        return new RenderJob(
                id,
                model,
                InputFiles.inline(mask),
                Optional.ofNullable(instances).map(InputFiles::inline),
                styles(),
                new Output(format, quality, Output.DEFAULT.delivery()),
                tags,
                Optional.empty(),
                Optional.empty());
    }

    /** The mask as it lies at {@code uri}. Reads the file for its size and digest. */
    public Payload maskAt(URI uri) {
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("the mask's URI must be absolute, as s3://bucket/key is, but is " + uri);
        }
        byte[] bytes = InputFiles.read(mask);
        return new Payload.Reference(uri, Digests.sha256(bytes), bytes.length, "image/png");
    }

    /** The mask's file name without its ending: names images where there is no job id. */
    public String maskName() {
        String name = mask.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private List<Style> styles() {
        List<Style> styles = new ArrayList<>();
        for (List<SeedList> lists : List.of(seed, seeds)) {
            for (SeedList list : lists) {
                list.seeds().forEach(value -> styles.add(new Style.Sampled(OptionalLong.of(value))));
            }
        }
        for (Path image : styleImages) {
            styles.add(new Style.Encoded(InputFiles.inline(image), sample, OptionalLong.empty()));
        }
        if (noStyle && !styles.isEmpty()) {
            throw new IllegalArgumentException("--no-style and " + styles.size() + " styles exclude each other");
        }
        if (sample && styleImages.isEmpty()) {
            throw new IllegalArgumentException("--sample needs a --style-image");
        }
        if (styles.isEmpty() && !noStyle) {
            styles.add(new Style.Sampled(OptionalLong.empty())); // the seed follows from the job id
        }
        return styles;
    }
}
