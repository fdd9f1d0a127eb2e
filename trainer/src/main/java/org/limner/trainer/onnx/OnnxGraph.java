package org.limner.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.weights.ElementType;
import org.limner.trainer.weights.WeightTensor;

/**
 * A graph under construction: its nodes, its constants and the names that are taken. One method per operator that the networks
 * need, each named and padded as they use it; operators are of ONNX opset {@value OnnxModel#OPSET}.
 *
 * <p>Names are given by the caller, who knows the block: {@code up_0.conv_0}. A taken name is a defect and throws.
 */
final class OnnxGraph {
    /** What flows between nodes, by the name it has in the graph. */
    record Value(String name) {}

    /** The first axis of every input and output. */
    private static final String BATCH = "N";

    /** Beyond binary16's largest number a weight would become infinite; its tensor then stays float32. */
    private static final float LARGEST_HALF = 65504;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Map<String, WeightTensor> constants = new LinkedHashMap<>();
    private final Map<String, Value> shared = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final boolean halfWeights;

    /** {@code halfWeights}: store weights of two and more axes as float16, cast to float32 in the graph. */
    OnnxGraph(String name, boolean halfWeights) {
        graph.setName(name);
        this.halfWeights = halfWeights;
    }

    /** A float32 input {@code N x rest}. */
    Value input(String name, long... rest) {
        graph.addInput(describe(name, TensorProto.DataType.FLOAT, rest));
        return named(name);
    }

    /** Makes {@code value} an output {@code N x rest} under {@code name}. */
    void output(Value value, String name, TensorProto.DataType type, long... rest) {
        node("Identity", name, List.of(value));
        graph.addOutput(describe(name, type, rest));
    }

    /** A trained array. Biases and statistics are few and stay float32 whatever the weights are. */
    Value weight(String name, WeightTensor tensor) {
        if (!halfWeights || tensor.rank() < 2 || largest(tensor.floats()) > LARGEST_HALF) {
            return constant(name, WeightTensor.of(tensor.floats(), tensor.shape())); // whatever the file had
        }
        Value half = constant(name, WeightTensor.of(ElementType.F16, tensor.floats(), tensor.shape()));
        return node("Cast", name + ".float32", List.of(half), integer("to", TensorProto.DataType.FLOAT_VALUE));
    }

    private Value constant(String name, WeightTensor tensor) {
        constants.put(name, tensor);
        return named(name);
    }

    /** Numbers that belong to operators, under a name that says them, so that equal ones are stored once. */
    private Value numbers(String name, float[] values, long... shape) {
        return shared.computeIfAbsent(name, key -> constant(key, WeightTensor.of(values, shape)));
    }

    private Value scalar(float value) {
        return numbers("number." + value, new float[] {value});
    }

    private Value filled(String name, float value, int count) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return numbers(name + "." + count, values, count);
    }

    /** A convolution that keeps H x W at stride 1; {@code weight: out x in x k x k}, k odd. */
    Value convolution(String name, Value x, WeightTensor weight, @Nullable WeightTensor bias, int stride) {
        long kernel = weight.size(2);
        long padding = kernel / 2;
        List<Value> inputs = new ArrayList<>(List.of(x, weight(name + ".weight", weight)));
        if (bias != null) {
            inputs.add(weight(name + ".bias", bias));
        }
        return node(
                "Conv",
                name,
                inputs,
                integers("kernel_shape", kernel, kernel),
                integers("pads", padding, padding, padding, padding),
                integers("strides", stride, stride));
    }

    /** {@code x: N x in}, {@code weight: out x in} -> {@code N x out}. */
    Value linear(String name, Value x, WeightTensor weight, WeightTensor bias) {
        return node(
                "Gemm",
                name,
                List.of(x, weight(name + ".weight", weight), weight(name + ".bias", bias)),
                integer("transB", 1));
    }

    /** {@code x} minus {@code mean} over the root of {@code variance + epsilon}, per channel. */
    Value batchNorm(String name, Value x, WeightTensor mean, WeightTensor variance, float epsilon) {
        return node(
                "BatchNormalization",
                name,
                List.of(
                        x,
                        filled("ones", 1, mean.elements()),
                        filled("zeros", 0, mean.elements()),
                        weight(name + ".running_mean", mean),
                        weight(name + ".running_var", variance)),
                number("epsilon", epsilon));
    }

    /** {@code x} brought to mean 0 and variance 1 per example and channel. */
    Value instanceNorm(String name, Value x, int channels, float epsilon) {
        return node(
                "InstanceNormalization",
                name,
                List.of(x, filled("ones", 1, channels), filled("zeros", 0, channels)),
                number("epsilon", epsilon));
    }

    /** H and W times {@code scale}: output pixel i reads input pixel floor(i / scale), which is PyTorch's rule for nearest. */
    Value nearest(String name, Value x, float scale) {
        return node(
                "Resize",
                name,
                List.of(
                        x,
                        new Value(""),
                        numbers(
                                "scales." + scale,
                                new float[] {1, 1, scale, scale},
                                4)), // the empty name: no region of interest
                text("mode", "nearest"),
                text("coordinate_transformation_mode", "asymmetric"),
                text("nearest_mode", "floor"));
    }

    Value relu(String name, Value x) {
        return node("Relu", name, List.of(x));
    }

    Value leakyRelu(String name, Value x, float slope) {
        return node("LeakyRelu", name, List.of(x), number("alpha", slope));
    }

    Value tanh(String name, Value x) {
        return node("Tanh", name, List.of(x));
    }

    Value add(String name, Value a, Value b) {
        return node("Add", name, List.of(a, b));
    }

    Value add(String name, Value a, float b) {
        return add(name, a, scalar(b));
    }

    Value multiply(String name, Value a, Value b) {
        return node("Mul", name, List.of(a, b));
    }

    Value multiply(String name, Value a, float b) {
        return multiply(name, a, scalar(b));
    }

    Value clip(String name, Value x, float least, float most) {
        return node("Clip", name, List.of(x, scalar(least), scalar(most)));
    }

    /** Truncates, as a cast in C does. */
    Value castToBytes(String name, Value x) {
        return node("Cast", name, List.of(x), integer("to", TensorProto.DataType.UINT8_VALUE));
    }

    /** {@code N x C x H x W} -> {@code N x H x W x C}. */
    Value channelsLast(String name, Value x) {
        return node("Transpose", name, List.of(x), integers("perm", 0, 2, 3, 1));
    }

    /** {@code N x anything} -> {@code N x rest}; row-major order is kept. */
    Value reshape(String name, Value x, long... rest) {
        long[] shape = new long[rest.length + 1];
        shape[0] = -1;
        System.arraycopy(rest, 0, shape, 1, rest.length);
        return node("Reshape", name, List.of(x, constant(name + ".shape", WeightTensor.of(shape, shape.length))));
    }

    /** Both halves of the channels. */
    List<Value> halves(String name, Value x) {
        Value first = named(name + ".0");
        Value second = named(name + ".1");
        graph.addNode(NodeProto.newBuilder()
                .setName(name)
                .setOpType("Split")
                .addInput(x.name())
                .addOutput(first.name())
                .addOutput(second.name())
                .addAttribute(integer("axis", 1)));
        return List.of(first, second);
    }

    private Value node(String operator, String name, List<Value> inputs, AttributeProto... attributes) {
        NodeProto.Builder node =
                NodeProto.newBuilder().setName(name).setOpType(operator).addOutput(name);
        inputs.forEach(input -> node.addInput(input.name()));
        graph.addNode(node.addAllAttribute(List.of(attributes)));
        return named(name);
    }

    private Value named(String name) {
        if (!names.add(name)) {
            throw new IllegalStateException("two values of the graph are named '" + name + "'");
        }
        return new Value(name);
    }

    OnnxModel build(Map<String, String> metadata) {
        return new OnnxModel(graph.build(), constants, metadata);
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static ValueInfoProto describe(String name, TensorProto.DataType type, long... rest) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(BATCH);
        for (long size : rest) {
            shape.addDimBuilder().setDimValue(size);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto integers(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(Arrays.stream(values).boxed().toList())
                .build();
    }

    private static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }
}
