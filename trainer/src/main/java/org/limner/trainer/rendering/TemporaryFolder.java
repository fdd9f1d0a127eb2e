package org.limner.trainer.rendering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.limner.trainer.bundle.FolderTree;

/** A folder that is gone when it is closed, or when the process is stopped before: graphs are as large as their weights. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;
    private final Thread deletion = new Thread(this::delete, "temporary-folder-deletion");

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    public static TemporaryFolder create(String prefix) throws IOException {
        TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
        Runtime.getRuntime().addShutdownHook(folder.deletion);
        return folder;
    }

    public Path path() {
        return path;
    }

    private void delete() {
        try {
            FolderTree.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " is left over", e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(deletion);
        delete();
    }
}
