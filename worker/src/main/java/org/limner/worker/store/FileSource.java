package org.limner.worker.store;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Regular files below a few folders. A link may be followed as long as what it points at is below the same folder.
 *
 * <p>Whoever can change links inside the folders while a file is being opened can still lead out of them: a job's author
 * must not be able to write there beside putting files.
 *
 * <p>Messages name a file as its job does; what only this machine knows, the folders and what links point at, is logged:
 * whoever reads results need not learn it.
 */
public final class FileSource implements ObjectSource {
    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

    /** What the operating system says of paths that no file can have, as opposed to of broken disks. */
    private static final Set<String> NO_SUCH_PATH =
            Set.of("Not a directory", "File name too long", "Too many levels of symbolic links");

    private final List<Path> roots;

    /** @param roots folders; throws {@link IllegalArgumentException} for one that is not there */
    public FileSource(List<Path> roots) {
        for (Path root : roots) {
            if (!Files.isDirectory(root)) {
                throw new IllegalArgumentException("references are to be read from " + root + ", which is no folder");
            }
        }
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    @Override
    public StoredObject open(URI uri) throws JobRejectedException, StoreFailedException {
        String place = QuotedUri.of(uri);
        Path path = path(uri, place);
        // By name first, so that nobody learns which files there are elsewhere.
        Path root = roots.stream()
                .filter(path::startsWith)
                .findFirst()
                .orElseThrow(() -> refused(place + " is in none of the folders that references are read from"));
        Path file = resolve(path, root, place);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(place + " is not a regular file"); // opening a pipe would wait for its writer
            }
            SeekableByteChannel channel =
                    Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new StoredObject(OptionalLong.of(channel.size()), Channels.newInputStream(channel), () -> {});
        } catch (AccessDeniedException e) {
            throw refused(place + " may not be read by the worker");
        } catch (IOException e) {
            throw failed(place, e);
        }
    }

    private static Path path(URI uri, String place) throws JobRejectedException {
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(place + " has a query or a fragment, which files have not");
        }
        Path path;
        try {
            path = Path.of(uri);
        } catch (IllegalArgumentException e) { // a host, a relative path, a character that no path has
            throw refused(place + " is not the absolute path of a file on the worker's machine");
        }
        if (!path.equals(path.normalize())) {
            throw refused(place + " goes up in its path");
        }
        return path;
    }

    /** {@code path} without links, and still below {@code root}. */
    private static Path resolve(Path path, Path root, String place) throws JobRejectedException, StoreFailedException {
        Path realRoot;
        try {
            realRoot = root.toRealPath(); // asked each time: a mount comes and goes
        } catch (IOException e) {
            throw failed(place, e);
        }
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(realRoot)) {
                LOG.warn("A reference leads out of its folder; reference={} folder={} file={}", place, root, real);
                throw refused(place + " leads out of the folder that it is in");
            }
            return real;
        } catch (AccessDeniedException e) {
            throw refused(place + " may not be read by the worker");
        } catch (NoSuchFileException e) {
            throw notFound(place, "there is no such file");
        } catch (FileSystemException e) {
            String reason = String.valueOf(e.getReason());
            if (NO_SUCH_PATH.stream().anyMatch(reason::startsWith)) {
                throw notFound(place, reason);
            }
            throw failed(place, e);
        } catch (IOException e) {
            throw failed(place, e);
        }
    }

    private static JobRejectedException refused(String message) {
        return new JobRejectedException(ErrorCode.REFERENCE_REFUSED, message);
    }

    private static JobRejectedException notFound(String place, String reason) {
        return new JobRejectedException(ErrorCode.REFERENCE_NOT_FOUND, place + " is not there: " + reason);
    }

    private static StoreFailedException failed(String place, IOException e) {
        LOG.warn("A reference cannot be opened; reference={}", place, e);
        return new StoreFailedException(place + " cannot be opened: " + reason(e), e);
    }

    /** Without the paths that such an exception's own words begin with. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException failure) {
            return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
        }
        return String.valueOf(e.getMessage());
    }
}
