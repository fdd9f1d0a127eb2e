package org.limner.trainer.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.limner.schemas.job.Digests;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Dataset;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.Framing;

/** Examples that something is measured on, in order, all of which have been read once: names and digest are known. */
public final class ImageSet {
    private final Dataset dataset;
    private final int[] indices;
    private final List<String> names;
    private final String digest;

    private ImageSet(Dataset dataset, int[] indices, List<String> names, String digest) {
        this.dataset = dataset;
        this.indices = indices;
        this.names = names;
        this.digest = digest;
    }

    /**
     * Reads the selected examples.
     *
     * @throws org.limner.trainer.dataset.DatasetException if one cannot be read
     * @throws ConfigException                             if the selection leaves none
     */
    public static ImageSet read(Dataset dataset, Selection selection) {
        int[] indices = selection.of(dataset.size());
        if (indices.length == 0) {
            throw new ConfigException("'%s' leaves none of the %d examples of %s"
                    .formatted(selection.rule(), dataset.size(), dataset.name()));
        }
        MessageDigest sha256 = Digests.newSha256();
        List<String> names = new ArrayList<>();
        for (int index : indices) {
            Example example = dataset.example(index);
            names.add(example.name());
            digest(example, sha256);
        }
        return new ImageSet(dataset, indices, names, HexFormat.of().formatHex(sha256.digest()));
    }

    /** Name, sizes, RGB bytes and labels, of what the decoder makes of the files: two files of equal pixels are equal. */
    private static void digest(Example example, MessageDigest sha256) {
        byte[] name = example.name().getBytes(StandardCharsets.UTF_8);
        short[] labels = example.labels().indices();
        ByteBuffer bytes = ByteBuffer.allocate(12 + name.length + 2 * labels.length);
        bytes.putInt(name.length).put(name);
        bytes.putInt(example.photo().width()).putInt(example.photo().height());
        bytes.asShortBuffer().put(labels);
        sha256.update(bytes.array());
        sha256.update(example.photo().pixels());
    }

    public String name() {
        return dataset.name();
    }

    public int size() {
        return indices.length;
    }

    public ClassTable classes() {
        return dataset.classes();
    }

    /** SHA-256 of names, sizes, pixels and labels in their order. */
    public String digest() {
        return digest;
    }

    /** An example's name, such as {@code val/0016E5_08159}. */
    public String name(int i) {
        return names.get(i);
    }

    /** The part of {@link #name(int)} behind the last slash: a file's name without its ending. */
    public String baseName(int i) {
        return names.get(i).substring(names.get(i).lastIndexOf('/') + 1);
    }

    /** One example in its own size. */
    public Example example(int i) {
        return dataset.example(indices[i]);
    }

    /** Examples {@code from} (inclusive) to {@code to}, beginning again behind the last one, in a generator's size. */
    List<Example> framed(int from, int to, Renderer renderer) {
        Framing framing = Framing.plain(renderer.width(), renderer.height());
        return IntStream.range(from, to)
                .mapToObj(i -> framing.apply(example(i % size()), classes(), () -> 0))
                .toList();
    }

    /** Throws {@link ConfigException} with both counts if a generator reads other labels. */
    void check(Renderer renderer) {
        if (renderer.labelChannels() != classes().channels()) {
            throw new ConfigException("%s has %d label channels but the generator reads %d"
                    .formatted(name(), classes().channels(), renderer.labelChannels()));
        }
    }
}
