package org.limner.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import org.limner.cli.job.InputFiles;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;

/** The jobs of one measurement: masks at random, the same ones in the same order for the same seed. */
final class LoadJobs {
    /** Of style seeds: a fresh one for each image, small enough to be read. */
    private static final int STYLE_SEEDS = 1_000_000;

    private final String run;
    private final ModelReference model;
    private final List<Input> inputs;
    private final int styles;
    private final Output output;
    private final Random random;
    private long next;

    private record Input(Payload mask, Optional<Payload> instances) {}

    /**
     * Reads every PNG of {@code masks}; ends the verb with USAGE when there is none or one lacks its instances.
     *
     * @param run       makes the jobs' ids unlike those of other runs
     * @param instances with files of the same names; null for none
     * @param styles    of each job, and so its images; 0 for models without style, which give one
     */
    LoadJobs(
            String run,
            ModelReference model,
            Path masks,
            @Nullable Path instances,
            int styles,
            Output output,
            long seed) {
        this.run = run;
        this.model = model;
        this.styles = styles;
        this.output = output;
        this.random = new Random(seed);
        this.inputs = new ArrayList<>();
        for (Path mask : pngs(masks)) {
            inputs.add(new Input(
                    InputFiles.inline(mask),
                    instances == null
                            ? Optional.empty()
                            : Optional.of(InputFiles.inline(instances.resolve(mask.getFileName())))));
        }
    }

    /** How many masks there are. */
    int masks() {
        return inputs.size();
    }

    /** Images of each job. */
    int imagesPerJob() {
        return Math.max(1, styles);
    }

    RenderJob next() {
        Input input = inputs.get(random.nextInt(inputs.size()));
        List<Style> seeds = new ArrayList<>();
        for (int i = 0; i < styles; i++) {
            seeds.add(new Style.Sampled(OptionalLong.of(random.nextInt(STYLE_SEEDS))));
        }
        return new RenderJob(
                new JobId("bench-" + run + "-" + next++),
                model,
                input.mask,
                input.instances,
                seeds,
                output,
                List.of("bench"),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Path> pngs(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pngs = files.filter(file -> file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .endsWith(".png"))
                    .sorted()
                    .toList();
            if (pngs.isEmpty()) {
                throw new CommandFailedException(ExitCode.USAGE, folder + " holds no file ending in .png");
            }
            return pngs;
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.USAGE, "cannot read the folder " + folder + ": " + e, e);
        }
    }
}
