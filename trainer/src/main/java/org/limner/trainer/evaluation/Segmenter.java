package org.limner.trainer.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.weights.ElementType;
import org.limner.trainer.weights.WeightTensor;

/**
 * Tells what is where in pictures. Its network gives a float per class and pixel, {@code [N, C, h, w]}, which is enlarged
 * bilinearly before the largest is taken, or a label per pixel, {@code [N, h, w]} or {@code [N, 1, h, w]} of integers.
 */
final class Segmenter implements AutoCloseable {
    private final PictureNetwork network;
    private final Protocol protocol;
    private final ClassTable classes;
    private final short[] labels; // of the network's classes; empty: not known before the first answer

    private Segmenter(PictureNetwork network, Protocol protocol, ClassTable classes) {
        this.network = network;
        this.protocol = protocol;
        this.classes = classes;
        long[] shape = network.outputShape();
        labels = shape.length == 4 && shape[1] > 1
                ? protocol.labelsOf((int) shape[1], classes, network.file())
                : new short[0];
    }

    /** Throws {@link ConfigException} with both counts if its classes are not the data's. */
    static Segmenter open(NetworkInput input, Protocol protocol, ClassTable classes, int threads) throws IOException {
        PictureNetwork network = PictureNetwork.open(input, threads);
        try {
            return new Segmenter(network, protocol, classes);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    String digest() {
        return network.digest();
    }

    String name() {
        return network.file().getFileName().toString();
    }

    /** The data's label of every pixel, picture by picture, -1 for none; pictures come in the size that is asked for. */
    List<short[]> segment(List<Planes> pictures) {
        List<WeightTensor> answers = network.run(pictures);
        List<short[]> maps = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Planes picture = pictures.get(i);
            maps.add(
                    answers.get(i).type() == ElementType.F32
                            ? ofScores(answers.get(i), picture)
                            : ofLabels(answers.get(i), picture));
        }
        return maps;
    }

    private short[] ofScores(WeightTensor answer, Planes picture) {
        long[] shape = answer.shape();
        if (shape.length != 4) {
            throw unfit(shape);
        }
        for (float score : answer.floats()) {
            if (!Float.isFinite(score)) {
                throw new ConfigException(network.file() + " gives a score of " + score + ", which is no number");
            }
        }
        short[] ids = labels.length > 0 ? labels : protocol.labelsOf((int) shape[1], classes, network.file());
        Planes scores = new Planes((int) shape[1], (int) shape[3], (int) shape[2], answer.floats());
        short[] map = Kernel.BILINEAR
                .resize(scores, picture.width(), picture.height())
                .largestChannel();
        for (int i = 0; i < map.length; i++) {
            map[i] = ids[map[i]];
        }
        return map;
    }

    private short[] ofLabels(WeightTensor answer, Planes picture) {
        long[] shape = answer.shape();
        if (shape.length != 3 && !(shape.length == 4 && shape[1] == 1)) {
            throw unfit(shape);
        }
        int height = (int) shape[shape.length - 2];
        int width = (int) shape[shape.length - 1];
        long[] values = answer.longs();
        boolean identity = protocol.text(ProtocolKey.SEGMENTER_LABELS).equals("identity");
        int count = identity
                ? classes.count()
                : protocol.text(ProtocolKey.SEGMENTER_LABELS).split(" ").length;
        short[] ids = protocol.labelsOf(count, classes, network.file());
        Kernel.Tap[] columns = Kernel.NEAREST.taps(width, picture.width());
        Kernel.Tap[] rows = Kernel.NEAREST.taps(height, picture.height());
        short[] map = new short[picture.width() * picture.height()];
        for (int i = 0; i < map.length; i++) {
            int y = rows[i / picture.width()].first();
            int x = columns[i % picture.width()].first();
            long label = values[y * width + x];
            if (label < 0 || label >= count) {
                throw new ConfigException("%s says %d at (%d, %d) but segmenter.labels knows %d classes"
                        .formatted(network.file(), label, x, y, count));
            }
            map[i] = ids[(int) label];
        }
        return map;
    }

    private ConfigException unfit(long[] shape) {
        return new ConfigException("%s answers with %s, which is neither scores [N, C, h, w] nor labels [N, h, w]"
                .formatted(network.file(), Arrays.toString(shape)));
    }

    @Override
    public void close() {
        network.close();
    }
}
