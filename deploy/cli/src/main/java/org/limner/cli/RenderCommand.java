package org.limner.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.limner.cli.job.JobOptions;
import org.limner.cli.output.ImageFiles;
import org.limner.cli.output.ResultTable;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.worker.bundle.BundleRefusedException;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.failure.InferenceFailedException;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.generator.BundleSession;
import org.limner.worker.generator.Device;
import org.limner.worker.generator.SessionSettings;
import org.limner.worker.image.ImageFileWriter;
import org.limner.worker.job.JobPreparation;
import org.limner.worker.job.JobRenderer;
import org.limner.worker.job.RenderedJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Renders one mask in this process, by the same code as a worker. */
@Command(
        name = "render",
        sortOptions = false,
        description = "Renders one mask with one bundle in this process, without Kafka.",
        footer = {
            "",
            "Example: limner render --mask coast.png --bundle deploy/standalone/src/main/bundles/scenes --seeds 1..4",
            "Exit codes: 0 rendered, 1 the job is rejected, 2 wrong arguments, 3 the bundle is refused"
        })
final class RenderCommand implements Callable<Integer> {
    /** Images in one session run: more need more memory and are hardly faster on a processor. */
    private static final int BATCH_SIZE = 4;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Option(
            names = "--bundle",
            required = true,
            paramLabel = "DIR",
            description = "the model bundle: a folder with a bundle.json")
    private Path folder;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "write the images there (default: the current folder)")
    private Path out;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda:N",
            defaultValue = "cpu",
            description = "where to render (default: ${DEFAULT-VALUE})")
    private String device;

    @Mixin
    private HelpOption help;

    @Override
    public Integer call() {
        try {
            BundleRepository bundles = BundleRepository.load(folder);
            if (bundles.bundles().size() != 1) {
                throw new CommandFailedException(
                        ExitCode.USAGE,
                        folder + " holds " + bundles.bundles().size() + " bundles; name one of their folders");
            }
            ModelBundle bundle = bundles.bundles().get(0);
            RenderJob job = job(bundle);
            SessionSettings settings =
                    new SessionSettings(Device.parse(device), SessionSettings.DEFAULT.intraOpThreads());
            try (BundleSession session = BundleSession.open(bundle, settings)) {
                return render(job, bundles, session);
            }
        } catch (BundleRefusedException e) {
            throw new CommandFailedException(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private RenderJob job(ModelBundle bundle) {
        RenderJob job = options.toJob(new JobId("render"), bundle.reference(), List.of());
        boolean onlyTheDefault = job.styles().size() == 1
                && job.styles().get(0) instanceof Style.Sampled sampled
                && sampled.seed().isEmpty();
        if (bundle.manifest().styleSize() > 0 || !onlyTheDefault) {
            return job;
        }
        // Unlike a client of a worker, this verb sees that the bundle takes no style.
        return new RenderJob(
                job.id(),
                job.model(),
                job.mask(),
                job.instances(),
                List.of(),
                job.output(),
                job.tags(),
                job.deadline(),
                job.traceparent());
    }

    private int render(RenderJob job, BundleRepository bundles, BundleSession session) {
        JobPreparation preparation = new JobPreparation(
                bundles, bundle -> session.generator(), bundle -> session.encoder(), JobLimits.DEFAULT);
        JobRenderer renderer = new JobRenderer(preparation, bundle -> session.generator(), BATCH_SIZE, "limner render");
        PrintWriter output = spec.commandLine().getOut();
        try {
            long start = System.nanoTime();
            RenderedJob rendered = renderer.render(job);
            double milliseconds = (System.nanoTime() - start) / 1e6;
            ImageFiles files = new ImageFiles(out);
            ImageFileWriter writer = new ImageFileWriter();
            for (int i = 0; i < rendered.pictures().size(); i++) {
                byte[] bytes = writer.write(rendered.pictures().get(i), job.output());
                String name = options.maskName() + "-" + i + "."
                        + job.output().format().fileExtension();
                output.println(files.write(name, bytes) + seed(rendered, i));
            }
            output.printf("%d images by %s in %.0f ms%n", rendered.pictures().size(), job.model(), milliseconds);
            output.flush();
            return ExitCode.OK.code();
        } catch (JobRejectedException e) {
            throw new CommandFailedException(ExitCode.JOB_NOT_SUCCEEDED, ResultTable.sentence(e.error()), e);
        } catch (InferenceFailedException | StoreFailedException e) {
            throw new CommandFailedException(ExitCode.JOB_NOT_SUCCEEDED, String.valueOf(e.getMessage()), e);
        }
    }

    private static String seed(RenderedJob rendered, int index) {
        OptionalLong seed = rendered.job().styles().get(index).seed();
        return seed.isPresent() ? "  seed " + seed.getAsLong() : "";
    }
}
