package org.limner.trainer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is there whole or not at all: written beside its place, forced to the disk, then moved over it. */
public final class AtomicFile {
    /** What to write. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /** Replaces {@code target}, whose folder must exist, by these bytes. */
    public static void write(Path target, byte[] bytes) throws IOException {
        write(target, channel -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
    }

    /** Replaces {@code target}, whose folder must exist. When {@code content} throws, the old file stays. */
    public static void write(Path target, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        // In the same folder, since only a move within one file system is atomic.
        // Not by createTempFile, whose files nobody but their owner may read.
        String unique = ProcessHandle.current().pid() + "-" + System.nanoTime();
        Path temporary = absolute.resolveSibling(absolute.getFileName() + "." + unique + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
