package org.limner.trainer.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.FileListing;
import org.limner.trainer.dataset.PictureFiles;
import org.limner.trainer.dataset.RgbImage;

/** Pictures that lie in a folder: somebody else's renderings, or photos. Either one per example, by name, or on their own. */
public final class FolderPictures implements PictureSource {
    private static final int NAMED = 3; // of missing files, in a message

    private final Path folder;
    private final List<Path> files;
    private final @Nullable ImageSet images;

    private FolderPictures(Path folder, List<Path> files, @Nullable ImageSet images) {
        this.folder = folder;
        this.files = files;
        this.images = images;
    }

    /**
     * Whether the folder has a picture with the name of an example. Then it is about them, and has to have one of each.
     *
     * @throws ConfigException if there is no picture at all
     */
    public static boolean belongsTo(ImageSet images, Path folder) {
        Set<String> names = list(folder).keySet();
        return IntStream.range(0, images.size()).anyMatch(i -> names.contains(images.baseName(i)));
    }

    /** One picture per example; throws {@link ConfigException} that says how many are missing. */
    public static FolderPictures of(ImageSet images, Path folder) {
        Map<String, Path> present = list(folder);
        List<Path> files = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Path file = present.get(images.baseName(i));
            if (file == null) {
                missing.add(images.baseName(i));
            } else {
                files.add(file);
            }
        }
        if (!missing.isEmpty()) {
            throw new ConfigException("%s has no picture for %d of the %d examples of %s: %s%s"
                    .formatted(
                            folder,
                            missing.size(),
                            images.size(),
                            images.name(),
                            String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                            missing.size() > NAMED ? ", .." : ""));
        }
        return new FolderPictures(folder, files, images);
    }

    /** Pictures on their own, in the order in which people count, as a data set's. */
    public static FolderPictures of(Path folder, Selection selection) {
        List<Path> all = List.copyOf(list(folder).values());
        List<Path> files =
                IntStream.of(selection.of(all.size())).mapToObj(all::get).toList();
        if (files.isEmpty()) {
            throw new ConfigException(
                    "'%s' leaves none of the %d pictures in %s".formatted(selection.rule(), all.size(), folder));
        }
        return new FolderPictures(folder, files, null);
    }

    private static Map<String, Path> list(Path folder) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Path file : FileListing.of(folder, FileListing.PHOTOS)) {
            Path other = files.put(FileListing.baseName(file), file);
            if (other != null) {
                throw new ConfigException("%s has two pictures of one name: %s, %s"
                        .formatted(folder, other.getFileName(), file.getFileName()));
            }
        }
        if (files.isEmpty()) {
            throw new ConfigException(folder + " has no picture (JPEG, PNG, BMP, TIFF, PGM, PPM)");
        }
        return files;
    }

    /** Whether they are on their own: then only their features can be measured. */
    public boolean unpaired() {
        return images == null;
    }

    @Override
    public String name() {
        return "images";
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public List<Shown> pictures(int from, int to) {
        List<Shown> pictures = new ArrayList<>();
        for (int i = from; i < to; i++) {
            RgbImage picture = PictureFiles.readPhoto(files.get(i));
            RgbImage sized = images == null ? picture : images.example(i).photo();
            pictures.add(new Shown(files.get(i).getFileName().toString(), picture, sized.width(), sized.height()));
        }
        return pictures;
    }

    @Override
    public String toString() {
        return files.size() + " pictures in " + folder;
    }
}
