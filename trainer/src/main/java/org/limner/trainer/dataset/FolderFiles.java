package org.limner.trainer.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a split of a data set, paired, and those that stand alone. No picture has been opened.
 *
 * @param name             of the data, such as {@code camvid/train}
 * @param place            the folder, for messages
 * @param layout           as in the setting {@code data.layout}
 * @param pairs            in natural order of their names
 * @param photosAlone      without label map
 * @param labelsAlone      without photo
 * @param withoutInstances photos without instance map where others have one
 * @param webp             photos with labels that Java does not read; not among the pairs
 */
public record FolderFiles(
        String name,
        Path place,
        String layout,
        ClassTable classes,
        List<PairedFiles> pairs,
        List<Path> photosAlone,
        List<Path> labelsAlone,
        List<Path> withoutInstances,
        List<Path> webp) {
    private static final int NAMES = 20; // in a message; COCO has 118,287 of everything

    public FolderFiles {
        pairs = List.copyOf(pairs);
        photosAlone = List.copyOf(photosAlone);
        labelsAlone = List.copyOf(labelsAlone);
        withoutInstances = List.copyOf(withoutInstances);
        webp = List.copyOf(webp);
    }

    /** What keeps these files from being learned from, one sentence each. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        int photos = pairs.size() + webp.size() + photosAlone.size();
        add(problems, "no label map for ", photosAlone, photos);
        add(problems, "no photo for ", labelsAlone, pairs.size() + webp.size() + labelsAlone.size());
        add(problems, "no instance map for ", withoutInstances, photos);
        add(problems, "WebP, which Java does not read (convert to PNG or JPEG): ", webp, photos);
        if (pairs.isEmpty() && problems.isEmpty()) {
            problems.add("no photo with a label map in layout '" + layout + "'");
        }
        return problems;
    }

    /**
     * These files, all of them paired.
     *
     * @throws DatasetException if some stand alone; the message names them
     */
    public FolderFiles complete() {
        if (!problems().isEmpty()) {
            throw new DatasetException(place + ": " + String.join("; ", problems()));
        }
        return this;
    }

    /** The first {@code count} pairs, or all where there are fewer. */
    public FolderFiles first(int count) {
        return new FolderFiles(
                name,
                place,
                layout,
                classes,
                pairs.subList(0, Math.min(count, pairs.size())),
                photosAlone,
                labelsAlone,
                withoutInstances,
                webp);
    }

    private static void add(List<String> problems, String complaint, List<Path> files, int of) {
        if (!files.isEmpty()) {
            problems.add("%s%,d of %,d: %s".formatted(complaint, files.size(), of, names(files)));
        }
    }

    private static String names(List<Path> files) {
        List<String> names =
                files.stream().limit(NAMES).map(FileListing::baseName).toList();
        int more = files.size() - names.size();
        return String.join(", ", names) + (more > 0 ? " and %,d more".formatted(more) : "");
    }
}
