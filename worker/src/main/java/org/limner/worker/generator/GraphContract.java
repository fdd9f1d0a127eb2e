package org.limner.worker.generator;

import ai.onnxruntime.OnnxJavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.window.WindowGeometry;
import org.limner.schemas.window.WindowTable;

/**
 * The inputs and outputs that a manifest promises of a graph.
 *
 * @param file    the graph's file in the bundle
 * @param inputs  all there are
 * @param outputs those that are read; a graph may have more
 */
record GraphContract(String file, List<Port> inputs, List<Port> outputs) {
    static final String SEGMENTATION = "segmentation";
    static final String STYLE = "z";
    static final String IMAGE = "image";
    static final String PIXELS = "pixels";
    static final String MU = "mu";
    static final String LOGVAR = "logvar";

    /** The plain graph: one-hot labels and, where the bundle has a style size, z. */
    static GraphContract oneHot(BundleManifest bundle) {
        Port segmentation =
                Port.batched(SEGMENTATION, OnnxJavaType.FLOAT, bundle.inputChannels(), bundle.height(), bundle.width());
        Port style = Port.batched(STYLE, OnnxJavaType.FLOAT, bundle.styleSize());
        return new GraphContract(
                BundleManifest.GENERATOR_FILE,
                bundle.styleSize() > 0 ? List.of(segmentation, style) : List.of(segmentation),
                pictures(bundle));
    }

    /** The window graph: five tables for each level and z, or the first map's codes where the bundle has no style size. */
    static GraphContract labelWindow(BundleManifest bundle, WindowGeometry geometry) {
        List<Port> inputs = new ArrayList<>();
        for (WindowGeometry.Level level : geometry.levels()) {
            for (WindowTable table : WindowTable.values()) {
                long row = table == WindowTable.PIXELS ? (long) level.height() * level.width() : geometry.kernel();
                inputs.add(Port.batched(table.input(level.width()), OnnxJavaType.INT32, row));
            }
        }
        if (geometry.readsLabels()) {
            WindowGeometry.Level first = geometry.levels().get(0);
            inputs.add(Port.batched(
                    WindowGeometry.FIRST_CODES, OnnxJavaType.INT32, first.height() + 2, first.width() + 2));
        } else {
            inputs.add(Port.batched(STYLE, OnnxJavaType.FLOAT, bundle.styleSize()));
        }
        return new GraphContract(BundleManifest.GENERATOR_FILE, inputs, pictures(bundle));
    }

    private static List<Port> pictures(BundleManifest bundle) {
        return List.of(
                Port.batched(IMAGE, OnnxJavaType.FLOAT, 3, bundle.height(), bundle.width()),
                Port.batched(PIXELS, OnnxJavaType.UINT8, bundle.height(), bundle.width(), 3));
    }

    /** Photographs of the encoder's own size to the mean and log variance of z. */
    static GraphContract encoder(BundleManifest bundle) {
        int side = bundle.encoderInputSize().orElseThrow();
        return new GraphContract(
                BundleManifest.ENCODER_FILE,
                List.of(Port.batched(IMAGE, OnnxJavaType.FLOAT, 3, side, side)),
                List.of(
                        Port.batched(MU, OnnxJavaType.FLOAT, bundle.styleSize()),
                        Port.batched(LOGVAR, OnnxJavaType.FLOAT, bundle.styleSize())));
    }

    /** The first difference between a graph and this, as a sentence with both sides; empty when there is none. */
    Optional<String> difference(Map<String, Port> graphInputs, Map<String, Port> graphOutputs) {
        for (Port wanted : inputs) {
            Port input = graphInputs.get(wanted.name());
            if (input == null) {
                return Optional.of(file + " has no input '" + wanted.name() + "' but bundle.json means " + wanted);
            }
            if (!input.takes(wanted)) {
                return Optional.of(file + " wants " + input + " but bundle.json means " + wanted);
            }
        }
        for (Port input : graphInputs.values()) {
            if (inputs.stream().noneMatch(wanted -> wanted.name().equals(input.name()))) {
                return Optional.of(file + " wants " + input + ", which bundle.json knows nothing of");
            }
        }
        for (Port wanted : outputs) {
            Port output = graphOutputs.get(wanted.name());
            if (output == null) {
                return Optional.of(file + " has no output '" + wanted.name() + "' but bundle.json means " + wanted);
            }
            if (!output.takes(wanted)) {
                return Optional.of(file + " gives " + output + " but bundle.json means " + wanted);
            }
        }
        return Optional.empty();
    }
}
