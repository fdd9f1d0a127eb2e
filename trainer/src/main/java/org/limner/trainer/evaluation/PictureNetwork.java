package org.limner.trainer.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.limner.schemas.job.Digests;
import org.limner.trainer.bundle.GraphSession;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.weights.ElementType;
import org.limner.trainer.weights.WeightTensor;

/** A network that somebody else trained, which reads pictures: it is asked what it wants, and fed that. Owns its session. */
final class PictureNetwork implements AutoCloseable {
    private static final String ONLY = "only";
    private static final int BATCH = 4; // where the graph leaves it open; more costs memory and wins nothing on a CPU

    private final NetworkInput options;
    private final GraphSession session;
    private final String digest;
    private final String input;
    private final String output;
    private final int batch; // 0: open
    private final int width; // 0: open
    private final int height; // 0: open

    private PictureNetwork(NetworkInput options, GraphSession session, String digest) {
        this.options = options;
        this.session = session;
        this.digest = digest;
        this.input = name("input", options.input(), session.inputs());
        this.output = name("output", options.output(), session.outputs());
        if (session.inputs().size() != 1) {
            throw new ConfigException("%s reads %s, but a %s network reads one picture"
                    .formatted(options.file(), shapes(session.inputs()), options.role()));
        }
        long[] shape = session.inputs().get(input);
        if (shape.length != 4 || shape[1] > 0 && shape[1] != 3) {
            throw new ConfigException(
                    "%s reads %s but a picture is [N, 3, H, W]".formatted(options.file(), shapes(session.inputs())));
        }
        batch = (int) Math.max(0, shape[0]);
        height = size("height", shape[2], options.height());
        width = size("width", shape[3], options.width());
    }

    /** Throws {@link ConfigException} that says what the graph has if it is none that reads pictures. */
    static PictureNetwork open(NetworkInput options, int threads) throws IOException {
        if (!Files.isRegularFile(options.file())) {
            throw new ConfigException(options.role() + ": there is no file " + options.file());
        }
        GraphSession session = GraphSession.open(options.file(), threads);
        try {
            return new PictureNetwork(options, session, digest(options.file()));
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    static String digest(Path file) throws IOException {
        MessageDigest sha256 = Digests.newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private String name(String kind, String wanted, Map<String, long[]> tensors) {
        String key = options.role() + "." + kind;
        if (wanted.equals(ONLY)) {
            if (tensors.size() != 1) {
                throw new ConfigException("%s has the %ss %s: %s says which one counts"
                        .formatted(options.file(), kind, shapes(tensors), key));
            }
            return tensors.keySet().iterator().next();
        }
        if (!tensors.containsKey(wanted)) {
            throw new ConfigException(
                    "%s = %s but %s has the %ss %s".formatted(key, wanted, options.file(), kind, shapes(tensors)));
        }
        return wanted;
    }

    private int size(String side, long graph, int wanted) {
        if (graph > 0 && wanted > 0 && graph != wanted) {
            throw new ConfigException("%s.size wants a %s of %d but %s is made for %d"
                    .formatted(options.role(), side, wanted, options.file(), graph));
        }
        return graph > 0 ? (int) graph : wanted;
    }

    private static String shapes(Map<String, long[]> tensors) {
        List<String> texts = new ArrayList<>();
        tensors.forEach(
                (name, shape) -> texts.add(name + " " + Arrays.toString(shape).replace("-1", "?")));
        return String.join(", ", texts);
    }

    Path file() {
        return options.file();
    }

    /** SHA-256 of the file. */
    String digest() {
        return digest;
    }

    /** The output's axes; -1 where the graph leaves one open. */
    long[] outputShape() {
        return session.outputs().get(output);
    }

    /** The output for each picture, with a first axis of 1. */
    List<WeightTensor> run(List<Planes> pictures) {
        List<Planes> resized = new ArrayList<>();
        for (Planes picture : pictures) {
            resized.add(options.kernel()
                    .resize(picture, width > 0 ? width : picture.width(), height > 0 ? height : picture.height()));
        }
        List<WeightTensor> answers = new ArrayList<>();
        int most = batch > 0 ? batch : BATCH;
        int from = 0;
        while (from < resized.size()) {
            int to = from + 1;
            while (to < resized.size() && to - from < most && sameSize(resized.get(from), resized.get(to))) {
                to++;
            }
            answers.addAll(runTogether(resized.subList(from, to)));
            from = to;
        }
        return answers;
    }

    private static boolean sameSize(Planes one, Planes other) {
        return one.width() == other.width() && one.height() == other.height();
    }

    private List<WeightTensor> runTogether(List<Planes> pictures) {
        int n = batch > 0 ? batch : pictures.size(); // a fixed batch is filled up with black
        int w = pictures.get(0).width();
        int h = pictures.get(0).height();
        float[] values = new float[n * 3 * h * w];
        for (int i = 0; i < pictures.size(); i++) {
            options.format().write(pictures.get(i), values, i * 3 * h * w);
        }
        WeightTensor answer =
                session.run(Map.of(input, WeightTensor.of(values, n, 3, h, w))).get(output);
        long[] shape = answer.shape();
        if (shape.length < 2 || shape[0] != n) {
            throw new ConfigException(
                    "%s answers %d pictures with %s".formatted(options.file(), n, Arrays.toString(shape)));
        }
        shape[0] = 1;
        int each = answer.elements() / n;
        List<WeightTensor> answers = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            answers.add(
                    answer.type() == ElementType.F32
                            ? WeightTensor.of(Arrays.copyOfRange(answer.floats(), i * each, (i + 1) * each), shape)
                            : WeightTensor.of(
                                    answer.type(),
                                    Arrays.copyOfRange(answer.longs(), i * each, (i + 1) * each),
                                    shape));
        }
        return answers;
    }

    @Override
    public void close() {
        session.close();
    }
}
