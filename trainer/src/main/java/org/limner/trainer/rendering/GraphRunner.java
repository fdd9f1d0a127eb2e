package org.limner.trainer.rendering;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.limner.schemas.seed.GaussianStream;
import org.limner.trainer.bundle.GraphInput;
import org.limner.trainer.bundle.TimedGraph;

/** An opened graph with the memory of its inputs. Used by one thread. */
public final class GraphRunner implements AutoCloseable {
    private final RenderedGraph graph;
    private final TimedGraph session;
    private final MaskInputs masks;
    private List<GraphInput> inputs = List.of();

    private GraphRunner(RenderedGraph graph, TimedGraph session) {
        this.graph = graph;
        this.session = session;
        this.masks = MaskInputs.of(graph);
    }

    /** @param threads per operation; 0: one per core */
    public static GraphRunner open(RenderedGraph graph, int threads) {
        return new GraphRunner(graph, TimedGraph.open(graph.file(), threads));
    }

    public RenderedGraph graph() {
        return graph;
    }

    /** How long it took to create the session. */
    public double openingSeconds() {
        return session.openingSeconds();
    }

    /**
     * Makes the inputs of the next runs: images of one mask, each with a style of its own.
     *
     * @param seed of the first style; the others follow
     */
    void prepare(RenderMask mask, int styles, long seed) {
        inputs = new ArrayList<>(masks.of(mask, styles));
        int size = graph.styleSize();
        if (size > 0) {
            FloatBuffer z = ByteBuffer.allocateDirect(styles * size * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (int i = 0; i < styles; i++) {
                z.put(GaussianStream.sample(seed + i, size));
            }
            inputs.add(new GraphInput("z", z.flip(), new long[] {styles, size}));
        }
    }

    /** Renders what was prepared; seconds of the session's run alone. */
    double seconds() {
        return session.seconds(inputs);
    }

    /** Renders what was prepared: {@code N x 3 x H x W} in [-1, 1]. */
    float[] image() {
        return session.image(inputs);
    }

    @Override
    public void close() {
        session.close();
    }
}
