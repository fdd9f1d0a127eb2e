package org.limner.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import org.limner.cli.job.InputFiles;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;

/** What the demonstration asks for: every mask with two seeds and a photograph's style, so that styles compare. */
final class DemoJobs {
    /** At least so many jobs: with fewer masks, they return with other seeds. */
    private static final int FEWEST = 4;

    private static final long FIRST_SEED = 7;

    private DemoJobs() {}

    /**
     * One job and the files it was made from.
     *
     * @param name       the mask's file name without its ending
     * @param styleNames one per style: {@code seed 7} or the photograph's name
     * @param photograph the file behind the encoded style; empty when the model reads none
     */
    record DemoJob(String name, Path mask, List<String> styleNames, Optional<Path> photograph, RenderJob job) {
        DemoJob {
            styleNames = List.copyOf(styleNames);
        }
    }

    /**
     * Reads the masks and photographs in the order of their names.
     *
     * @param photographs used only when the bundle has an encoder
     */
    static List<DemoJob> make(BundleManifest bundle, Path maskFolder, Path photographFolder) {
        List<Path> masks = files(maskFolder, ".png");
        List<Path> photographs =
                bundle.encoderInputSize().isPresent() ? files(photographFolder, ".png", ".jpg", ".jpeg") : List.of();
        List<DemoJob> jobs = new ArrayList<>();
        int count = Math.max(FEWEST, masks.size());
        for (int i = 0; i < count; i++) {
            Path mask = masks.get(i % masks.size());
            long round = i / masks.size();
            Optional<Path> photograph =
                    photographs.isEmpty() ? Optional.empty() : Optional.of(photographs.get(i % photographs.size()));
            jobs.add(make(bundle, i, mask, FIRST_SEED + 3 * round, photograph));
        }
        return jobs;
    }

    private static DemoJob make(BundleManifest bundle, int index, Path mask, long seed, Optional<Path> photograph) {
        List<Style> styles = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (bundle.styleSize() > 0) {
            int sampled = photograph.isPresent() ? 2 : 3;
            for (int i = 0; i < sampled; i++) {
                styles.add(new Style.Sampled(OptionalLong.of(seed + i)));
                names.add("seed " + (seed + i));
            }
            photograph.ifPresent(file -> {
                styles.add(new Style.Encoded(InputFiles.inline(file), false, OptionalLong.empty()));
                names.add("as " + nameOf(file));
            });
        } else {
            names.add("image");
        }
        String name = nameOf(mask);
        RenderJob job = new RenderJob(
                new JobId("demo-" + (index + 1) + "-" + name.replaceAll("[^A-Za-z0-9._:-]", "-")),
                new ModelReference(bundle.name(), OptionalInt.of(bundle.version())),
                InputFiles.inline(mask),
                // A model that reads instances gets the mask again: one instance per class.
                bundle.instances() ? Optional.of(InputFiles.inline(mask)) : Optional.empty(),
                styles,
                Output.DEFAULT,
                List.of("demo", name),
                Optional.empty(),
                Optional.empty());
        return new DemoJob(name, mask, names, photograph, job);
    }

    private static List<Path> files(Path folder, String... endings) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> {
                        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                        return Stream.of(endings).anyMatch(name::endsWith);
                    })
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new CommandFailedException(
                        ExitCode.USAGE, folder + " holds no file ending in " + String.join(", ", endings));
            }
            return files;
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.USAGE, "cannot read the folder " + folder + ": " + e, e);
        }
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
