package org.limner.trainer.dataset.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.limner.trainer.dataset.Candidates;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.FileListing;
import org.limner.trainer.dataset.Layout;

/** Folders, or text files that list pictures, which a person names one by one. */
final class CustomLayout implements Layout {
    static final String SPLIT = "{split}";

    private final FolderOptions.CustomPaths paths;

    CustomLayout(FolderOptions.CustomPaths paths) {
        this.paths = paths;
    }

    @Override
    public String name() {
        return "custom";
    }

    @Override
    public String needs(String split) {
        return "what data.photos and data.labels name (folders, or text files with a path per line)";
    }

    /** Without {@code {split}} in the paths there is one split, whose name does not matter, and no other to look at. */
    @Override
    public boolean has(Path root, String split) {
        return paths.given()
                && paths.differBySplit()
                && Files.exists(resolved(root, paths.photos(), split))
                && Files.exists(resolved(root, paths.labels(), split));
    }

    @Override
    public Candidates find(Path root, String split) {
        if (paths.photos().isEmpty() || paths.labels().isEmpty()) {
            throw new DatasetException("layout 'custom' needs " + needs(split));
        }
        return new Candidates(
                files(resolved(root, paths.photos(), split), FileListing.PHOTOS),
                files(resolved(root, paths.labels(), split), FileListing.MAPS),
                paths.instances().isEmpty()
                        ? List.of()
                        : files(resolved(root, paths.instances(), split), FileListing.MAPS));
    }

    private static Path resolved(Path root, String path, String split) {
        return root.resolve(path.replace(SPLIT, split));
    }

    private static List<Path> files(Path place, Predicate<Path> wanted) {
        if (Files.isDirectory(place)) {
            return FileListing.of(place, wanted);
        }
        if (!Files.isRegularFile(place)) {
            throw new DatasetException(place + " is neither a folder nor a list of files");
        }
        try {
            Path base = place.toAbsolutePath().getParent();
            return Files.readAllLines(place).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(base::resolve)
                    .peek(file -> requireFile(place, file))
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(place + " cannot be read as a list of files: " + e, e);
        }
    }

    private static void requireFile(Path list, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(list + " names " + file + ", which is no file");
        }
    }
}
