package org.limner.trainer.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lists folders in natural order of the names. */
public final class FileListing {
    /** Endings of photographs; WebP is among them so that it is refused by name and not overlooked. */
    public static final Predicate<Path> PHOTOS =
            endingIn("jpg", "jpeg", "png", "bmp", "ppm", "pgm", "tif", "tiff", "webp");

    /** Endings of label and instance maps: formats that keep every number. */
    public static final Predicate<Path> MAPS = endingIn("png", "bmp", "pgm", "ppm", "tif", "tiff");

    private static final int DEPTH = 8; // ADE20K's own release has six; whoever names / should not wait for all of it

    private FileListing() {}

    /** The files right in {@code folder} that are wanted. */
    public static List<Path> of(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.list(folder)) {
            return sorted(entries, wanted);
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException(folder + " cannot be listed: " + e, e);
        }
    }

    /** The files in {@code folder} and the folders in it that are wanted. */
    public static List<Path> below(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            return sorted(entries, wanted);
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException(folder + " cannot be listed: " + e, e);
        }
    }

    /** Whether there is any file that is wanted in {@code folder} or the folders in it. */
    public static boolean anyBelow(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            return entries.filter(FileListing::isNamed).filter(wanted).anyMatch(Files::isRegularFile);
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException(folder + " cannot be listed: " + e, e);
        }
    }

    private static List<Path> sorted(Stream<Path> entries, Predicate<Path> wanted) {
        return entries.filter(FileListing::isNamed)
                .filter(wanted)
                .filter(Files::isRegularFile)
                .sorted(Comparator.comparing(FileListing::baseName, NaturalOrder.BY_NAME)
                        .thenComparing(Path::toString))
                .toList();
    }

    /** The root of all folders is not. */
    private static boolean isNamed(Path file) {
        return file.getFileName() != null;
    }

    /** Whether a file's name, in either case, ends in a dot and one of {@code endings}. */
    public static Predicate<Path> endingIn(String... endings) {
        Set<String> known = Set.of(endings);
        return file -> {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            return dot > 0 && known.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
        };
    }

    /** The name without what follows its last dot. */
    public static String baseName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
