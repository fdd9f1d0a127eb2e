package org.limner.trainer.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;

/**
 * A run's folder for one training alone: two would take turns at one checkpoint and mix their logs. The system lets go of it when
 * the process ends, however it ends; the empty file {@code .lock} stays.
 */
public final class RunLock implements AutoCloseable {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the folder if there is none; throws {@link ConfigException} if another training writes to it. */
    public static RunLock take(Path run) throws IOException {
        Files.createDirectories(run);
        FileChannel channel =
                FileChannel.open(run.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new ConfigException("another training writes to " + run + ": wait for it, or take another --out");
        }
        return new RunLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) { // of another training in this very process
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
