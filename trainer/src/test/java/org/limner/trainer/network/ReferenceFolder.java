package org.limner.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.TorchFile;
import org.limner.trainer.weights.WeightTensor;

/** Tensors that the reference implementation computed; a test that asks for them is skipped where they are not. */
public final class ReferenceFolder {
    private ReferenceFolder() {}

    public static StateDict weights(String file) throws IOException {
        return TorchFile.read(path(file));
    }

    public static Safetensors.Contents tensors(String file) throws IOException {
        return Safetensors.read(path(file));
    }

    private static Path path(String file) {
        String shared = System.getProperty("limner.shared", "");
        Path path = Path.of(shared, "reference", file);
        Assumptions.assumeTrue(
                !shared.isEmpty() && Files.exists(path),
                "the reference tensors are not there: set limner.shared to a folder with reference/" + file);
        return path;
    }

    static NDArray array(NDManager manager, WeightTensor tensor) {
        return manager.create(tensor.floats(), new Shape(tensor.shape()));
    }

    /** The segmentation that the reference's metadata and ids describe; edges by both neighbours of every change of instance. */
    static NDArray segmentation(NDManager manager, StateDict tensors, Map<String, String> metadata) {
        WeightTensor label = tensors.get("label");
        int n = (int) label.size(0);
        int height = (int) label.size(1);
        int width = (int) label.size(2);
        boolean instances = !Boolean.parseBoolean(metadata.get("no_instance").toLowerCase());
        int channels = Integer.parseInt(metadata.get("semantic_nc"));
        List<int[]> labels = new ArrayList<>();
        List<boolean[]> edges = instances ? new ArrayList<>() : null;
        for (int i = 0; i < n; i++) {
            labels.add(example(label, i));
            if (edges != null) {
                edges.add(edges(example(tensors.get("instance"), i), height, width));
            }
        }
        return OneHot.encode(manager, labels, edges, height, width, instances ? channels - 1 : channels);
    }

    public static int[] example(WeightTensor tensor, int index) {
        int[] values = new int[tensor.elements() / (int) tensor.size(0)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) tensor.longs()[index * values.length + i];
        }
        return values;
    }

    private static boolean[] edges(int[] ids, int height, int width) {
        boolean[] edges = new boolean[ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (i % width > 0 && ids[i] != ids[i - 1]) {
                edges[i] = true;
                edges[i - 1] = true;
            }
            if (i >= width && ids[i] != ids[i - width]) {
                edges[i] = true;
                edges[i - width] = true;
            }
        }
        return edges;
    }

    static double largestDifference(NDArray actual, WeightTensor expected) {
        return largestDifference(actual.toFloatArray(), expected.floats());
    }

    public static double largestDifference(float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            throw new AssertionError(actual.length + " values but " + expected.length + " expected");
        }
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            double difference = Math.abs((double) actual[i] - expected[i]);
            largest = difference > largest || Double.isNaN(difference) ? difference : largest;
        }
        return largest;
    }
}
