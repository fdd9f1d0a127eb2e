package org.limner.cli.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import org.limner.cli.HelpOption;
import org.limner.cli.demo.DemoJobs.DemoJob;
import org.limner.cli.job.InputFiles;
import org.limner.cli.kafka.ArrivalReader;
import org.limner.cli.kafka.JobPublisher;
import org.limner.cli.kafka.KafkaOptions;
import org.limner.cli.kafka.Lane;
import org.limner.cli.output.ImageFiles;
import org.limner.cli.output.ResultTable;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.worker.bundle.BundleRefusedException;
import org.limner.worker.bundle.BundleRepository;
import org.limner.worker.failure.JobRejectedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a worker and a broker of its own, renders the example masks through Kafka and shows the pictures. */
@Command(
        name = "demo",
        sortOptions = false,
        description =
                "Starts a worker and a broker of its own, renders the example masks through Kafka and writes a page"
                        + " with the pictures.",
        footer = {
            "",
            "Exit codes: 0 all jobs succeeded, 1 one did not, 2 wrong arguments, 3 bundle or program missing,",
            "4 the worker was not ready or did not answer in time"
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "demo-output",
            description = "folder for masks, images, contact sheet and page (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(
            names = "--bundles",
            paramLabel = "DIR",
            description = "model bundles (default: the sample bundle in deploy/standalone)")
    private @Nullable Path bundles;

    @Option(names = "--model", paramLabel = "NAME[@VERSION]", description = "when there are several bundles")
    private @Nullable ModelReference model;

    @Option(names = "--masks", paramLabel = "DIR", description = "PNG label maps (default: the example masks)")
    private @Nullable Path masks;

    @Option(names = "--styles", paramLabel = "DIR", description = "photographs (default: the example photographs)")
    private @Nullable Path styles;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "120s",
            description = "for the worker to be ready, and for all results (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Mixin
    private HelpOption help;

    @Override
    public Integer call() {
        Path standalone = repositoryRoot().resolve("deploy/standalone");
        Path bundleFolder = bundles != null ? bundles : standalone.resolve("src/main/bundles");
        BundleManifest bundle = bundle(bundleFolder);
        List<DemoJob> jobs = DemoJobs.make(
                bundle,
                masks != null ? masks : standalone.resolve("src/main/demo/masks"),
                styles != null ? styles : standalone.resolve("src/main/demo/styles"));
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.USAGE, "cannot make the folder " + out + ": " + e, e);
        }
        Path log = out.resolve("standalone.log");
        Map<JobId, RenderResult> results;
        say("starting a worker and a Kafka broker (their log: " + log + ")");
        long start = System.nanoTime();
        Path jar = standalone.resolve("target/quarkus-app/quarkus-run.jar");
        try (StandaloneProcess process = StandaloneProcess.start(jar, bundleFolder.toAbsolutePath(), log)) {
            StandaloneProcess.Ready ready = process.awaitReady(timeout);
            say("ready after %.1f s: process %d, Kafka at %s, health at %s"
                    .formatted(
                            (System.nanoTime() - start) / 1e9,
                            process.pid(),
                            ready.bootstrapServers(),
                            ready.health()));
            results = render(jobs, KafkaOptions.of(ready.bootstrapServers()));
        }
        int exitCode = tell(jobs, results);
        show(bundle, jobs, results);
        return exitCode;
    }

    private BundleManifest bundle(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailedException(
                    ExitCode.REFUSED,
                    "there are no model bundles in " + folder
                            + "; make one: limner train --help, limner export --help, limner import --help");
        }
        try {
            BundleRepository repository = BundleRepository.load(folder);
            if (model == null && repository.bundles().size() > 1) {
                throw new CommandFailedException(
                        ExitCode.USAGE,
                        folder + " holds several bundles; choose with --model: "
                                + repository.bundles().stream()
                                        .map(bundle -> bundle.reference().toString())
                                        .collect(Collectors.joining(", ")));
            }
            ModelReference wanted =
                    model != null ? model : repository.bundles().get(0).reference();
            return repository
                    .find(wanted)
                    .orElseThrow(() -> new CommandFailedException(
                            ExitCode.REFUSED, "there is no bundle " + wanted + " in " + folder))
                    .manifest();
        } catch (BundleRefusedException e) {
            throw new CommandFailedException(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        }
    }

    /** The results that came in time, by job. */
    private Map<JobId, RenderResult> render(List<DemoJob> jobs, KafkaOptions kafka) {
        kafka.checkReachable(List.of(kafka.jobsTopic(Lane.NORMAL), kafka.resultsTopic()), timeout);
        try (ArrivalReader reader = ArrivalReader.fromNow(kafka, List.of(kafka.resultsTopic()));
                JobPublisher publisher = new JobPublisher(kafka, timeout)) {
            for (DemoJob job : jobs) {
                publisher.publish(job.job(), Lane.NORMAL);
            }
            say("published %d jobs on %s; waiting on %s"
                    .formatted(jobs.size(), kafka.jobsTopic(Lane.NORMAL), kafka.resultsTopic()));
            Set<JobId> ids = jobs.stream().map(job -> job.job().id()).collect(Collectors.toSet());
            return reader.await(ids, timeout);
        }
    }

    private int tell(List<DemoJob> jobs, Map<JobId, RenderResult> results) {
        ResultTable table = new ResultTable();
        ExitCode exitCode = ExitCode.OK;
        for (DemoJob job : jobs) {
            RenderResult result = results.get(job.job().id());
            if (result == null) {
                table.addUnanswered(job.job().id().value());
                exitCode = ExitCode.UNREACHABLE;
            } else {
                table.add(result);
                if (result.status() != ResultStatus.SUCCEEDED && exitCode == ExitCode.OK) {
                    exitCode = ExitCode.JOB_NOT_SUCCEEDED;
                }
            }
        }
        say("\n" + table);
        if (exitCode == ExitCode.UNREACHABLE) {
            say("no answer within " + timeout.toSeconds() + " s for the jobs marked so; see "
                    + out.resolve("standalone.log"));
        }
        return exitCode.code();
    }

    /** Writes what came back, also when something else failed. */
    private void show(BundleManifest bundle, List<DemoJob> jobs, Map<JobId, RenderResult> results) {
        List<RenderedDemo> rendered = new ArrayList<>();
        for (DemoJob job : jobs) {
            RenderResult result = results.get(job.job().id());
            if (result != null && result.status() == ResultStatus.SUCCEEDED) {
                rendered.add(store(bundle, job, result));
            }
        }
        if (rendered.isEmpty()) {
            return;
        }
        List<List<ContactSheet.Cell>> rows =
                rendered.stream().map(DemoCommand::row).toList();
        String title = bundle.name() + "@" + bundle.version() + "  " + bundle.width() + " x " + bundle.height();
        ImageFiles files = new ImageFiles(out);
        Path sheet = files.write("contact-sheet.png", PngFiles.write(ContactSheet.draw(title, rows)));
        Path page = files.write("index.html", GalleryPage.html(bundle, rendered).getBytes(StandardCharsets.UTF_8));
        say("pictures: " + out.toAbsolutePath().normalize() + "\n  " + page + "\n  " + sheet);
    }

    private RenderedDemo store(BundleManifest bundle, DemoJob job, RenderResult result) {
        try {
            BufferedImage mask = MaskPicture.paint(InputFiles.read(job.mask()), bundle);
            String name = job.job().id().value();
            new ImageFiles(out.resolve("masks")).write(name + ".png", PngFiles.write(mask));
            byte[] json = new JobCodec(JobLimits.DEFAULT)
                    .encode(job.job(), JobPublisher.SOURCE)
                    .value();
            new ImageFiles(out.resolve("jobs")).write(name + ".json", json);
            job.photograph().ifPresent(file -> new ImageFiles(out.resolve("styles"))
                    .write(file.getFileName().toString(), InputFiles.read(file)));
            List<BufferedImage> images = new ArrayList<>();
            for (Path file : new ImageFiles(out.resolve("images")).write(result)) {
                images.add(PngFiles.read(InputFiles.read(file), file.toString()));
            }
            return new RenderedDemo(job, result, mask, images);
        } catch (JobRejectedException e) {
            throw new CommandFailedException(
                    ExitCode.JOB_NOT_SUCCEEDED, job.mask() + ": " + ResultTable.sentence(e.error()), e);
        }
    }

    private static List<ContactSheet.Cell> row(RenderedDemo demo) {
        List<ContactSheet.Cell> row = new ArrayList<>();
        row.add(new ContactSheet.Cell(demo.asked().name(), demo.mask()));
        for (int i = 0; i < demo.images().size(); i++) {
            row.add(new ContactSheet.Cell(
                    demo.asked().styleNames().get(i), demo.images().get(i)));
        }
        return row;
    }

    /** The launcher says where the repository is; started otherwise, it is the current folder. */
    private static Path repositoryRoot() {
        return Path.of(System.getProperty("limner.root", ""));
    }

    private void say(String line) {
        PrintWriter output = spec.commandLine().getOut();
        output.println(line);
        output.flush();
    }
}
