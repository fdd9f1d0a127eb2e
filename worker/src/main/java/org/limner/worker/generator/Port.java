package org.limner.worker.generator;

import ai.onnxruntime.OnnxJavaType;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.LongStream;

/**
 * An input or output of a graph.
 *
 * @param shape -1 where the graph leaves a dimension open
 */
record Port(String name, OnnxJavaType type, List<Long> shape) {
    static final long OPEN = -1;

    Port {
        shape = List.copyOf(shape);
    }

    /** A port whose first dimension is the batch. */
    static Port batched(String name, OnnxJavaType type, long... rest) {
        return new Port(
                name,
                type,
                LongStream.concat(LongStream.of(OPEN), LongStream.of(rest))
                        .boxed()
                        .toList());
    }

    /** Whether values of {@code wanted}'s shape pass here: the batch must be open, other dimensions equal or open. */
    boolean takes(Port wanted) {
        if (type != wanted.type || shape.size() != wanted.shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            boolean open = shape.get(i) == OPEN;
            if (!open && !shape.get(i).equals(wanted.shape.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** For example {@code segmentation float32 [N, 12, 96, 128]}. */
    @Override
    public String toString() {
        StringJoiner dimensions = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < shape.size(); i++) {
            dimensions.add(shape.get(i) != OPEN ? shape.get(i).toString() : i == 0 ? "N" : "?");
        }
        String typeName =
                switch (type) {
                    case FLOAT -> "float32";
                    case FLOAT16 -> "float16";
                    default -> type.toString().toLowerCase(Locale.ROOT);
                };
        return name + " " + typeName + " " + dimensions;
    }
}
