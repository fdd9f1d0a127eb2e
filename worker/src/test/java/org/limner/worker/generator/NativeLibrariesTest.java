package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong: the libraries of a running process deleted, or those of killed ones kept for ever. */
class NativeLibrariesTest {
    private static final Instant AN_HOUR_AGO = Instant.now().minusSeconds(3600);

    @TempDir
    private Path temporary;

    @Test
    void deletesFoldersThatNobodyHolds() throws Exception {
        Path killed = folder("killed");
        Path held = folder("held");
        Path fresh = folder("fresh");
        Path foreign = Files.createDirectory(temporary.resolve("onnxruntime-java1"));
        Files.setLastModifiedTime(killed, FileTime.from(AN_HOUR_AGO));
        Files.setLastModifiedTime(held, FileTime.from(AN_HOUR_AGO));

        try (FileChannel channel = FileChannel.open(held.resolve("lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            NativeLibraries.deleteAbandoned(temporary);
        }

        assertThat(killed).doesNotExist();
        assertThat(held.resolve("library.so")).exists();
        assertThat(fresh.resolve("library.so")).exists(); // its process may be about to lock it
        assertThat(foreign).exists();
    }

    @Test
    void extractsOnceIntoAFolderOfThisProcess() {
        NativeLibraries.extract();
        Path folder = Path.of(System.getProperty("onnxruntime.native.path"));

        NativeLibraries.extract();

        assertThat(System.getProperty("onnxruntime.native.path")).isEqualTo(folder.toString());
        assertThat(folder.resolve(System.mapLibraryName("onnxruntime"))).isNotEmptyFile();
        assertThat(folder.resolve(System.mapLibraryName("onnxruntime4j_jni"))).isNotEmptyFile();
    }

    private Path folder(String name) throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("limner-onnxruntime-" + name));
        Files.createFile(folder.resolve("lock"));
        Files.writeString(folder.resolve("library.so"), "code");
        return folder;
    }
}
