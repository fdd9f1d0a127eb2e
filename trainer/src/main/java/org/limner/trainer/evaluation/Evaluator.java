package org.limner.trainer.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.LabelMap;
import org.limner.trainer.dataset.RgbImage;

/**
 * Measures pictures by a protocol. Each picture is brought to its photo's size first; there the segmenter's labels are
 * compared with the true ones, and the features are taken. Owns its networks.
 */
public final class Evaluator implements AutoCloseable {
    /**
     * What was seen of one picture.
     *
     * @param index     in its source
     * @param picture   in its own size
     * @param predicted what the segmenter took it for, in its photo's size; null without segmenter
     */
    public record Sight(
            int index, RgbImage picture, @Nullable LabelMap predicted) {}

    private final Protocol protocol;
    private final @Nullable ImageSet images;
    private final @Nullable Segmenter segmenter;
    private final @Nullable FeatureExtractor extractor;
    private final @Nullable FeatureSet reference;

    private Evaluator(
            Protocol protocol,
            @Nullable ImageSet images,
            @Nullable Segmenter segmenter,
            @Nullable FeatureExtractor extractor,
            @Nullable FeatureSet reference) {
        this.protocol = protocol;
        this.images = images;
        this.segmenter = segmenter;
        this.extractor = extractor;
        this.reference = reference;
    }

    /**
     * Opens the protocol's networks and takes the features of the reference's photos.
     *
     * @param images    what masks and true labels are from; null: none, then only features can be measured
     * @param reference read when there is a feature extractor
     * @param threads   of the networks; 0: one per core
     * @throws ConfigException if a network does not fit, or something is not what the protocol pins
     */
    public static Evaluator open(Protocol protocol, @Nullable ImageSet images, ReferenceImages reference, int threads)
            throws IOException {
        Protocol pinned = protocol;
        if (images != null) {
            pinned = pinned.pinned(ProtocolKey.IMAGES_COUNT, Integer.toString(images.size()), images.name())
                    .pinned(ProtocolKey.IMAGES_SHA256, images.digest(), images.name());
        }
        Segmenter segmenter = null;
        FeatureExtractor extractor = null;
        try {
            Optional<NetworkInput> segmenterInput = protocol.segmenter();
            if (segmenterInput.isPresent()) {
                if (images == null) {
                    throw new ConfigException("a segmenter needs pictures with labels, but none of the pictures has the"
                            + " name of an example in the data");
                }
                segmenter = Segmenter.open(segmenterInput.get(), protocol, images.classes(), threads);
                protocol.counted(images.classes()); // refuses ids that are not there before anything is rendered
                pinned = pinned.pinned(ProtocolKey.SEGMENTER_SHA256, segmenter.digest(), segmenter.name());
            }
            FeatureSet features = null;
            Optional<NetworkInput> featuresInput = protocol.features();
            if (featuresInput.isPresent()) {
                extractor = FeatureExtractor.open(featuresInput.get(), threads);
                pinned = pinned.pinned(ProtocolKey.FEATURES_SHA256, extractor.digest(), extractor.name());
                ImageSet photos = reference.read();
                pinned = pinned.pinned(ProtocolKey.REFERENCE_COUNT, Integer.toString(photos.size()), photos.name())
                        .pinned(ProtocolKey.REFERENCE_SHA256, photos.digest(), photos.name());
                features = features(extractor, new Photos(photos), photos.name());
            }
            return new Evaluator(pinned, images, segmenter, extractor, features);
        } catch (IOException | RuntimeException e) {
            close(segmenter, extractor);
            throw e;
        }
    }

    /** The photos that features are compared with; asked for only when there are features. */
    @FunctionalInterface
    public interface ReferenceImages {
        ImageSet read();
    }

    private static FeatureSet features(FeatureExtractor extractor, PictureSource pictures, String name) {
        FeatureSet set = new FeatureSet(name);
        for (int from = 0; from < pictures.size(); from++) {
            for (Shown shown : pictures.pictures(from, from + 1)) {
                extractor.extract(List.of(Planes.of(shown.picture())), List.of(shown.name()), set);
            }
        }
        if (set.count() < 2) {
            throw new ConfigException("a covariance needs at least 2 pictures but " + name + " has " + set.count());
        }
        return set;
    }

    /** The protocol with everything pinned that is known by now: digests and counts. */
    public Protocol protocol() {
        return protocol;
    }

    /** What the distance is called; empty without feature extractor. */
    public Optional<String> distanceName() {
        return Optional.ofNullable(extractor).map(FeatureExtractor::distanceName);
    }

    /** Measures what a generator makes of the image set, and its styles. */
    public Measurement measure(Renderer renderer, Consumer<Sight> spectator) {
        if (images == null) {
            throw new IllegalStateException("there are no masks to render");
        }
        long begin = System.nanoTime();
        Measurement pictures = measure(new RenderedPictures(renderer, images, protocol), spectator);
        List<Figure> figures = new ArrayList<>(pictures.figures());
        if (protocol.measuresStyle()) {
            figures.addAll(new StyleProbe(renderer, images, protocol).measure());
        }
        return new Measurement(pictures.column(), pictures.pictures(), (System.nanoTime() - begin) / 1e9, figures);
    }

    /**
     * Measures pictures.
     *
     * @param spectator is shown each of them
     * @throws ConfigException if the segmenter or the features give no numbers, or there are too few pictures
     */
    public Measurement measure(PictureSource pictures, Consumer<Sight> spectator) {
        long begin = System.nanoTime();
        if (extractor != null && pictures.size() < 2) {
            throw new ConfigException(
                    "a covariance needs at least 2 pictures but " + pictures.name() + " has " + pictures.size());
        }
        ConfusionMatrix confusion =
                images == null ? null : new ConfusionMatrix(images.classes().count());
        FeatureSet features = new FeatureSet(pictures.name());
        int batch = protocol.integer(ProtocolKey.BATCH_SIZE);
        Kernel restore = protocol.kernel(ProtocolKey.RESTORE_KERNEL);
        for (int from = 0; from < pictures.size(); from += batch) {
            List<Shown> shown = pictures.pictures(from, Math.min(pictures.size(), from + batch));
            List<Planes> restored = shown.stream()
                    .map(one -> restore.resize(Planes.of(one.picture()), one.width(), one.height()))
                    .toList();
            if (extractor != null) {
                extractor.extract(restored, shown.stream().map(Shown::name).toList(), features);
            }
            List<LabelMap> predicted = segmenter == null || images == null || confusion == null
                    ? List.of()
                    : segment(segmenter, images, confusion, restored, from);
            for (int i = 0; i < shown.size(); i++) {
                spectator.accept(
                        new Sight(from + i, shown.get(i).picture(), predicted.isEmpty() ? null : predicted.get(i)));
            }
        }
        List<Figure> figures = new ArrayList<>();
        if (segmenter != null && images != null && confusion != null) {
            addAccuracy(figures, confusion, images.classes());
        }
        if (extractor != null && reference != null) {
            double distance = FrechetDistance.between(features, reference);
            figures.add(new Figure("frechetDistance", extractor.distanceName(), distance, 1));
        }
        return new Measurement(pictures.name(), pictures.size(), (System.nanoTime() - begin) / 1e9, figures);
    }

    private List<LabelMap> segment(
            Segmenter network, ImageSet truth, ConfusionMatrix confusion, List<Planes> pictures, int from) {
        boolean[] counted = protocol.counted(truth.classes());
        List<short[]> maps = network.segment(pictures);
        List<LabelMap> predicted = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            confusion.add(truth.example(from + i).labels().indices(), maps.get(i), counted);
            predicted.add(new LabelMap(pictures.get(i).width(), pictures.get(i).height(), maps.get(i)));
        }
        return predicted;
    }

    private static void addAccuracy(List<Figure> figures, ConfusionMatrix confusion, ClassTable classes) {
        OptionalDouble accuracy = confusion.pixelAccuracy();
        if (accuracy.isEmpty()) {
            throw new ConfigException("no pixel counts: every label is void or ignored");
        }
        figures.add(Figure.percent("pixelAccuracy", "pixel accuracy", accuracy.getAsDouble()));
        confusion.meanIntersectionOverUnion().ifPresent(mean -> figures.add(Figure.percent("meanIoU", "mIoU", mean)));
        for (LabelClass label : classes.classes()) {
            confusion
                    .intersectionOverUnion(label.id())
                    .ifPresent(iou -> figures.add(Figure.percent("iou." + label.name(), "IoU " + label.name(), iou)));
        }
    }

    @Override
    public void close() {
        close(segmenter, extractor);
    }

    private static void close(@Nullable Segmenter segmenter, @Nullable FeatureExtractor extractor) {
        if (segmenter != null) {
            segmenter.close();
        }
        if (extractor != null) {
            extractor.close();
        }
    }
}
