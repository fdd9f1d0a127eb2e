package org.limner.worker.generator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts ONNX Runtime's native libraries into a temporary folder of this process. Left alone, the runtime does so itself and
 * deletes them at exit, so that every killed process leaves 28 MB behind; here the next process deletes them.
 *
 * <p>A folder is in use while its process holds the lock on its file {@code lock}: the operating system lets go of a lock
 * however a process ends, and unlike process ids a lock means the same in every container that shares the folder.
 */
final class NativeLibraries {
    private static final String PATH_PROPERTY = "onnxruntime.native.path";
    private static final String PREFIX = "limner-onnxruntime-";
    private static final String LOCK = "lock";

    /** The loader's names; the last two are in the CUDA build only. */
    private static final List<String> LIBRARIES =
            List.of("onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared", "onnxruntime_providers_cuda");

    /** Between the making of a folder and its lock, another process must not take it for abandoned. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private static @Nullable FileLock held;

    private NativeLibraries() {}

    /** Once per process, before the runtime's first class is used; does nothing where the property is already set. */
    static synchronized void extract() {
        String path = System.getProperty(PATH_PROPERTY);
        // A folder of ours that we do not hold belongs to another class loader, and a library loads in one only.
        if (held != null
                || path != null && !Path.of(path).getFileName().toString().startsWith(PREFIX)) {
            return;
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            deleteAbandoned(temporary);
            Path folder = Files.createTempDirectory(temporary, PREFIX);
            held = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "onnxruntime-natives"));
            if (copyLibraries(folder)) {
                System.setProperty(PATH_PROPERTY, folder.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the native libraries cannot be put into " + temporary, e);
        }
    }

    /** False on a platform that the jar has nothing for: the runtime then says so in its own words. */
    private static boolean copyLibraries(Path folder) throws IOException {
        String resources = "/ai/onnxruntime/native/" + platform() + "/";
        boolean found = false;
        for (String library : LIBRARIES) {
            String file = System.mapLibraryName(library);
            try (InputStream in = ai.onnxruntime.OrtException.class.getResourceAsStream(resources + file)) {
                if (in != null) {
                    Files.copy(in, folder.resolve(file));
                    found = true;
                }
            }
        }
        return found;
    }

    /** As the runtime names its folders: {@code linux-x64}, {@code osx-aarch64}, .. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return system + "-" + (architecture.matches("amd64|x86_64") ? "x64" : architecture);
    }

    /** Deletes the folders that no running process holds. */
    static void deleteAbandoned(Path temporary) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                // To open and close the lock file of this very process would let go of its lock.
                boolean own = folder.toString().equals(System.getProperty(PATH_PROPERTY));
                if (!own && isAbandoned(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) {
        try {
            if (Files.getLastModifiedTime(folder)
                    .toInstant()
                    .isAfter(Instant.now().minus(SETTLING))) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock != null;
            }
        } catch (IOException | OverlappingFileLockException e) {
            return false; // somebody else's folder, or one that another process is just deleting
        }
    }

    /** Best effort: what cannot be deleted is found again by the next process. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(NativeLibraries.class.getName())
                    .log(System.Logger.Level.DEBUG, "natives in " + folder + " stay for the next process", e);
        }
    }
}
