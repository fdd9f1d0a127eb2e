package org.limner.cli.output;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.limner.cli.CommandFailedException;
import org.limner.cli.ExitCode;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;

/** Writes a result's images to a folder as {@code JOB-STYLE.png}. */
public final class ImageFiles {
    private final Path folder;

    /** @param folder created when missing */
    public ImageFiles(Path folder) {
        this.folder = folder;
    }

    /** The files written, in the order of the styles. An image that does not have the digest it claims ends the verb. */
    public List<Path> write(RenderResult result) {
        List<Path> files = new ArrayList<>();
        for (RenderedImage image : result.images()) {
            // A job id may hold a colon, which some file systems refuse.
            String name = result.job().value().replace(':', '_');
            files.add(write(name + "-" + image.style() + "." + image.format().fileExtension(), bytes(result, image)));
        }
        return files;
    }

    /** Writes one file into the folder. */
    public Path write(String name, byte[] bytes) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.USAGE, "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(RenderResult result, RenderedImage image) {
        byte[] bytes = image.data() instanceof Payload.Inline inline
                ? inline.bytes()
                : stored(result, image, ((Payload.Reference) image.data()).uri());
        String digest = Digests.sha256(bytes);
        if (!digest.equals(image.sha256())) {
            throw new CommandFailedException(
                    ExitCode.JOB_NOT_SUCCEEDED,
                    "image %d of job %s has sha256 %s but its result says %s"
                            .formatted(image.style(), result.job(), digest, image.sha256()));
        }
        return bytes;
    }

    /** Of a folder that this machine shares with the worker; other stores have clients of their own. */
    private static byte[] stored(RenderResult result, RenderedImage image, URI uri) {
        if (!"file".equals(uri.getScheme())) {
            throw new CommandFailedException(
                    ExitCode.JOB_NOT_SUCCEEDED,
                    "image %d of job %s is in a store at %s; fetch it from there"
                            .formatted(image.style(), result.job(), uri));
        }
        try {
            return Files.readAllBytes(Path.of(uri));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailedException(
                    ExitCode.UNREACHABLE,
                    "image %d of job %s is at %s, which cannot be read here: %s"
                            .formatted(image.style(), result.job(), uri, e.getMessage()),
                    e);
        }
    }
}
