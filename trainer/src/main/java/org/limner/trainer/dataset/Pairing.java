package org.limner.trainer.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Puts the photo, label map and instance map of an example together. */
public final class Pairing {
    private static final String WEBP = ".webp";

    private Pairing() {}

    /**
     * Pairs files whose names have the same key; what stands alone is listed.
     *
     * @throws DatasetException if two files of one kind have one key
     */
    public static FolderFiles byName(
            Path root, String split, String layout, ClassTable classes, Candidates candidates) {
        Map<String, Path> photos = byKey(candidates.photos(), candidates.key());
        Map<String, Path> labels = byKey(candidates.labels(), candidates.key());
        Map<String, Path> instances = byKey(candidates.instances(), candidates.key());
        List<PairedFiles> pairs = new ArrayList<>();
        List<Path> photosAlone = new ArrayList<>();
        List<Path> withoutInstances = new ArrayList<>();
        photos.forEach((key, photo) -> {
            Path map = labels.get(key);
            if (map == null) {
                photosAlone.add(photo);
            } else {
                pairs.add(new PairedFiles(split + "/" + key, photo, map, instances.get(key)));
            }
            if (!instances.isEmpty() && !instances.containsKey(key)) {
                withoutInstances.add(photo);
            }
        });
        List<Path> labelsAlone = labels.entrySet().stream()
                .filter(entry -> !photos.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return files(root, split, layout, classes, pairs, photosAlone, labelsAlone, withoutInstances);
    }

    /**
     * Pairs the first photo with the first label map and so on, whatever their names.
     *
     * @throws DatasetException if there are not as many of each
     */
    public static FolderFiles byOrder(
            Path root, String split, String layout, ClassTable classes, Candidates candidates) {
        List<Path> photos = candidates.photos();
        List<Path> instances = candidates.instances();
        if (candidates.labels().size() != photos.size() || !instances.isEmpty() && instances.size() != photos.size()) {
            throw new DatasetException(
                    "%s has %,d photos, %,d label maps and %,d instance maps: without data.pairing-check there must be"
                                    .formatted(
                                            root,
                                            photos.size(),
                                            candidates.labels().size(),
                                            instances.size())
                            + " as many of each");
        }
        List<PairedFiles> pairs = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            pairs.add(new PairedFiles(
                    split + "/" + FileListing.baseName(photos.get(i)),
                    photos.get(i),
                    candidates.labels().get(i),
                    instances.isEmpty() ? null : instances.get(i)));
        }
        return files(root, split, layout, classes, pairs, List.of(), List.of(), List.of());
    }

    private static FolderFiles files(
            Path root,
            String split,
            String layout,
            ClassTable classes,
            List<PairedFiles> pairs,
            List<Path> photosAlone,
            List<Path> labelsAlone,
            List<Path> withoutInstances) {
        Map<Boolean, List<PairedFiles>> isWebp = pairs.stream()
                .collect(Collectors.partitioningBy(
                        pair -> pair.photo().toString().toLowerCase(Locale.ROOT).endsWith(WEBP)));
        return new FolderFiles(
                root.toAbsolutePath().normalize().getFileName() + "/" + split,
                root,
                layout,
                classes,
                isWebp.get(false),
                photosAlone,
                labelsAlone,
                withoutInstances,
                isWebp.get(true).stream().map(PairedFiles::photo).toList());
    }

    private static Map<String, Path> byKey(List<Path> files, UnaryOperator<String> key) {
        Map<String, Path> byKey = new LinkedHashMap<>(); // in the order of the names
        for (Path file : files) {
            Path other = byKey.put(key.apply(FileListing.baseName(file)), file);
            if (other != null) {
                throw new DatasetException("two files have one name: " + other + ", " + file
                        + "; data.pairing-check=false pairs by order instead");
            }
        }
        return byKey;
    }
}
