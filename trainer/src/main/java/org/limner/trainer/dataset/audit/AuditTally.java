package org.limner.trainer.dataset.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.DatasetException;
import org.limner.trainer.dataset.DecodedLabels;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.Framing;
import org.limner.trainer.dataset.PictureSize;
import org.limner.trainer.dataset.UnknownLabel;

/** Adds what was found in pairs of files up to a report. */
final class AuditTally {
    private static final int SENTENCES = 12; // of one kind: whoever has more repairs the first ones first

    private static final int UNKNOWN = 1_000; // values that are kept apart

    private final FolderFiles files;
    private final ClassTable classes;
    private final @Nullable Framing framing;
    private final long[] pixels;
    private final int[] images;
    private final List<PictureSize> photoSizes = new ArrayList<>();
    private final Map<DecodedLabels.Kind, Long> kinds = new EnumMap<>(DecodedLabels.Kind.class);
    private final Map<Integer, Unknown> unknown = new LinkedHashMap<>();
    private final Map<String, String> undecodable = new LinkedHashMap<>();
    private final Map<String, String> mismatches = new LinkedHashMap<>();
    private final Map<String, String> unreachable = new LinkedHashMap<>();
    private final List<String> grey = new ArrayList<>();
    private final List<String> enlarged = new ArrayList<>();
    private final Set<String> unusable = new LinkedHashSet<>();
    private int instances;

    AuditTally(FolderFiles files, @Nullable Framing framing) {
        this.files = files;
        this.classes = files.classes();
        this.framing = framing;
        this.pixels = new long[classes.channels()];
        this.images = new int[classes.channels()];
    }

    /** A value that is no class, over all files. */
    private static final class Unknown {
        private final UnknownLabel first;
        private final List<String> files = new ArrayList<>();
        private long pixels;

        Unknown(UnknownLabel first) {
            this.first = first;
        }
    }

    void add(PairFindings pair) {
        String name = pair.files().name();
        pair.pixelsOfIndex().forEach((index, count) -> {
            pixels[index] += count;
            images[index]++;
        });
        if (pair.kind() != null) {
            kinds.merge(pair.kind(), 1L, Long::sum);
        }
        if (pair.files().instances() != null) {
            instances++;
        }
        if (pair.grey()) {
            grey.add(name);
        }
        for (UnknownLabel label : pair.unknown()) {
            unusable.add(name);
            if (unknown.size() < UNKNOWN || unknown.containsKey(label.value())) {
                Unknown known = unknown.computeIfAbsent(label.value(), value -> new Unknown(label));
                known.pixels += label.pixels();
                known.files.add(pair.files().labels().toString());
            }
        }
        if (!pair.undecodable().isEmpty()) {
            undecodable.put(name, String.join("; ", pair.undecodable()));
            unusable.add(name);
        }
        addSizes(pair, name);
    }

    private void addSizes(PairFindings pair, String name) {
        PictureSize photo = pair.photo();
        if (photo == null) {
            return;
        }
        photoSizes.add(photo);
        mismatch(name, photo, "label map", pair.labels());
        mismatch(name, photo, "instance map", pair.instances());
        if (framing != null) {
            try {
                framing.loaded(name, photo);
            } catch (DatasetException e) {
                unreachable.put(name, String.valueOf(e.getMessage()));
            }
            if (framing.enlarges(photo)) {
                enlarged.add(name);
            }
        }
    }

    private void mismatch(String name, PictureSize photo, String what, @Nullable PictureSize other) {
        if (other != null && !other.equals(photo)) {
            mismatches.put(name, "%s: the photo is %s but its %s is %s".formatted(name, photo, what, other));
            unusable.add(name);
        }
    }

    AuditReport report(Depth depth, int looked) {
        List<Finding> findings = new ArrayList<>();
        alone(findings, "no-labels", "photos without label map", files.photosAlone());
        alone(findings, "no-photo", "label maps without photo", files.labelsAlone());
        alone(findings, "no-instances", "photos without instance map", files.withoutInstances());
        alone(findings, "webp", "photos in WebP, which Java does not read: convert them", files.webp());
        if (files.pairs().isEmpty()) {
            findings.add(
                    new Finding(Finding.Severity.FATAL, "no-pairs", "there is no photo with a label map", List.of()));
        }
        each(findings, Finding.Severity.BROKEN, "undecodable", "files that cannot be decoded", undecodable);
        each(findings, Finding.Severity.BROKEN, "size-mismatch", "pairs of two sizes", mismatches);
        each(findings, Finding.Severity.FATAL, "unreachable-size", "sizes that do not fit the settings", unreachable);
        unknownLabels(findings);
        sharedColors(findings);
        notice(findings, "grey-photo", "photos without colour, which teach to paint grey", grey);
        notice(findings, "enlarged", "photos smaller than the crop, which are enlarged to it", enlarged);
        List<LabelCount> labels = labels();
        if (!kinds.isEmpty()) {
            notice(
                    findings,
                    "never-occurring",
                    looked < files.pairs().size()
                            ? "classes that do not occur in what was looked at"
                            : "classes that never occur",
                    labels.stream()
                            .filter(label -> label.pixels() == 0)
                            .map(label -> label.id() + " " + label.name())
                            .toList());
        }
        Sizes sizes = Sizes.of(photoSizes);
        return new AuditReport(
                files,
                depth,
                looked,
                sizes,
                kinds,
                labels,
                instances,
                unusable.size(),
                findings,
                PresetSuggestion.of(files, sizes, instances > 0));
    }

    private List<LabelCount> labels() {
        List<LabelCount> labels = new ArrayList<>();
        for (LabelClass known : classes.classes()) {
            labels.add(new LabelCount(known.id(), known.name(), pixels[known.id()], images[known.id()]));
        }
        if (classes.voidLabel().isPresent()) {
            int index = classes.count();
            labels.add(new LabelCount(classes.voidLabel().getAsInt(), "void", pixels[index], images[index]));
        }
        return labels;
    }

    private void unknownLabels(List<Finding> findings) {
        int sentences = 0;
        for (Unknown label : unknown.values()) {
            if (++sentences > SENTENCES) {
                findings.add(new Finding(
                        Finding.Severity.BROKEN,
                        "unknown-label",
                        "and at least %,d more values that are no class".formatted(unknown.size() - SENTENCES),
                        unknown.values().stream()
                                .skip(SENTENCES)
                                .map(other -> other.first.spelled())
                                .toList()));
                return;
            }
            UnknownLabel first = label.first;
            String meant = "";
            if (first.color()) {
                LabelClass nearest = first.nearest(classes);
                meant = "; the nearest colour is %s, %d '%s'".formatted(nearest.color(), nearest.id(), nearest.name());
            }
            findings.add(new Finding(
                    Finding.Severity.BROKEN,
                    first.color() ? "unknown-color" : "unknown-label",
                    "%s is no class of the %d%s (label maps: %,d, pixels: %,d), first in %s at (%d, %d)%s"
                            .formatted(
                                    first.spelled(),
                                    classes.count(),
                                    classes.voidLabel().isPresent()
                                            ? " and not the void "
                                                    + classes.voidLabel().getAsInt()
                                            : "",
                                    label.files.size(),
                                    label.pixels,
                                    label.files.get(0),
                                    first.x(),
                                    first.y(),
                                    meant),
                    label.files));
        }
    }

    /** Only where label files hold colours do equal ones matter. */
    private void sharedColors(List<Finding> findings) {
        if (!kinds.containsKey(DecodedLabels.Kind.COLOR)) {
            return;
        }
        Map<String, List<String>> byColor = classes.classes().stream()
                .collect(Collectors.groupingBy(
                        known -> known.color().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.mapping(known -> known.id() + " " + known.name(), Collectors.toList())));
        byColor.forEach((color, names) -> {
            if (names.size() > 1) {
                findings.add(new Finding(
                        Finding.Severity.NOTICE,
                        "shared-color",
                        "%s is the colour of %s: all are read as the first".formatted(color, String.join(", ", names)),
                        names));
            }
        });
    }

    private static void alone(List<Finding> findings, String code, String what, List<Path> paths) {
        if (!paths.isEmpty()) {
            List<String> names = paths.stream().map(Path::toString).toList();
            findings.add(new Finding(
                    Finding.Severity.FATAL, code, "%s (%,d): %s".formatted(what, names.size(), some(names)), names));
        }
    }

    private static void each(
            List<Finding> findings,
            Finding.Severity severity,
            String code,
            String what,
            Map<String, String> sentences) {
        if (sentences.size() <= SENTENCES) {
            sentences.forEach((name, sentence) -> findings.add(new Finding(severity, code, sentence, List.of(name))));
            return;
        }
        findings.add(new Finding(
                severity,
                code,
                "%s (%,d), such as: %s"
                        .formatted(
                                what,
                                sentences.size(),
                                sentences.values().stream().limit(3).collect(Collectors.joining("; "))),
                List.copyOf(sentences.keySet())));
    }

    private static void notice(List<Finding> findings, String code, String what, List<String> names) {
        if (!names.isEmpty()) {
            findings.add(new Finding(
                    Finding.Severity.NOTICE, code, "%s (%,d): %s".formatted(what, names.size(), some(names)), names));
        }
    }

    private static String some(List<String> names) {
        int more = names.size() - SENTENCES;
        return String.join(", ", names.subList(0, Math.min(SENTENCES, names.size())))
                + (more > 0 ? " and %,d more".formatted(more) : "");
    }
}
