package org.limner.worker.store;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.limner.worker.failure.StoreFailedException;

/**
 * Files below a folder that workers and readers of results share. A file appears whole or not at all, and it is on the
 * disk before anybody hears of it.
 */
public final class FileResultStore implements ResultStore {
    private final Path folder;

    /** @param folder throws {@link IllegalArgumentException} when it is not there */
    public FileResultStore(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("results are to be put into " + folder + ", which is no folder");
        }
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public URI putIfAbsent(String key, byte[] file, String mediaType) throws StoreFailedException {
        Path target = folder.resolve(key);
        Path temporary = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            if (!Files.exists(target)) {
                Files.createDirectories(target.getParent());
                try {
                    writeThrough(temporary, file);
                    appear(temporary, target);
                } finally {
                    Files.deleteIfExists(temporary);
                }
            }
            forceFolders(target);
            if (Files.size(target) != file.length) {
                throw new StoreFailedException(
                        target + " has " + Files.size(target) + " bytes but should have " + file.length
                                + ": somebody else writes into this folder",
                        null);
            }
            return target.toUri();
        } catch (IOException e) {
            throw new StoreFailedException("cannot put " + target + ": " + e, e);
        }
    }

    private static void writeThrough(Path path, byte[] file) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(file);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** A link fails where a move would overwrite. */
    private static void appear(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            // The same file, by its key.
        } catch (UnsupportedOperationException | FileSystemException e) {
            // No links on this file system. What the move may replace is the same file.
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Without the entries on the disk, the file's and its folder's, a power cut leaves a result without its file. Also for
     * a file that was there: whoever made it may not have come this far.
     */
    private void forceFolders(Path target) throws IOException {
        for (Path parent = target.getParent(); parent.startsWith(folder); parent = parent.getParent()) {
            try (FileChannel entries = FileChannel.open(parent, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }
}
