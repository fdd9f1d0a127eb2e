package org.limner.trainer.onnx;

import static org.limner.trainer.onnx.Attributes.integer;
import static org.limner.trainer.onnx.Attributes.integers;
import static org.limner.trainer.onnx.Attributes.number;
import static org.limner.trainer.onnx.Attributes.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Precision;
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
    static final String BATCH = "N";

    /** Beyond binary16's largest number a weight would become infinite; its tensor then stays float32. */
    private static final float LARGEST_HALF = 65504;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Map<String, WeightTensor> constants = new LinkedHashMap<>();
    private final Map<String, Value> shared = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Precision precision;

    OnnxGraph(String name, Precision precision) {
        graph.setName(name);
        this.precision = precision;
    }

    /** A float32 input {@code N x rest}, to be read in the graph's precision. */
    Value input(String name, long... rest) {
        graph.addInput(describe(name, TensorProto.DataType.FLOAT, BATCH, rest));
        Value full = named(name);
        return precision == Precision.FP16
                ? node("Cast", name + ".float16", List.of(full), integer("to", TensorProto.DataType.FLOAT16_VALUE))
                : full;
    }

    /** {@code x}, which is in the graph's precision, as float32. */
    Value fullPrecision(String name, Value x) {
        return precision == Precision.FP16
                ? node("Cast", name, List.of(x), integer("to", TensorProto.DataType.FLOAT_VALUE))
                : x;
    }

    /** An int32 input {@code axis x rest} whose first axis is open under a name of its own. */
    Value indexInput(String name, String axis, long... rest) {
        graph.addInput(describe(name, TensorProto.DataType.INT32, axis, rest));
        return named(name);
    }

    /** Makes {@code value} an output {@code N x rest} under {@code name}. */
    void output(Value value, String name, TensorProto.DataType type, long... rest) {
        node("Identity", name, List.of(value));
        graph.addOutput(describe(name, type, BATCH, rest));
    }

    /** A trained array. As fp16-weights, biases and statistics are few and stay float32. */
    Value weight(String name, WeightTensor tensor) {
        float largest = precision == Precision.FP32 ? 0 : largest(tensor.floats());
        if (precision == Precision.FP16) {
            if (largest > LARGEST_HALF) {
                throw new IllegalArgumentException("'" + name + "' has a number of size " + largest
                        + " but float16 ends at " + LARGEST_HALF + ": write fp32 or fp16-weights");
            }
            return constant(name, WeightTensor.of(ElementType.F16, tensor.floats(), tensor.shape()));
        }
        if (precision == Precision.FP32 || tensor.rank() < 2 || largest > LARGEST_HALF) {
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

    /** Of float32, which the arithmetic on finished images is in. */
    private Value scalar(float value) {
        return numbers("number." + value, new float[] {value});
    }

    /** An array of one number in the graph's precision, stored once under a name that says it. */
    Value filled(String name, float value, long... shape) {
        return shared.computeIfAbsent(name + "." + Arrays.toString(shape), key -> {
            float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
            Arrays.fill(values, value);
            ElementType type = precision == Precision.FP16 ? ElementType.F16 : ElementType.F32;
            return constant(key, WeightTensor.of(type, values, shape));
        });
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

    /** {@code a} in float32. */
    Value add(String name, Value a, float b) {
        return add(name, a, scalar(b));
    }

    Value multiply(String name, Value a, Value b) {
        return node("Mul", name, List.of(a, b));
    }

    /** {@code a} in float32. */
    Value multiply(String name, Value a, float b) {
        return multiply(name, a, scalar(b));
    }

    /** {@code x} in float32. */
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

    /** {@code N x anything} -> {@code N x rest}, with whatever first axis fits; row-major order is kept. */
    Value reshape(String name, Value x, long... rest) {
        long[] shape = new long[rest.length + 1];
        shape[0] = -1;
        System.arraycopy(rest, 0, shape, 1, rest.length);
        return node("Reshape", name, List.of(x, sizes(shape)));
    }

    /** {@code N x C x H x W} <- {@code N x H x W x C}. */
    Value channelsFirst(String name, Value x) {
        return node("Transpose", name, List.of(x), integers("perm", 0, 3, 1, 2));
    }

    /** Row {@code indices[..]} of {@code x}'s axis, for every index: the indices' shape takes the axis's place. */
    Value gather(String name, Value x, Value indices, int axis) {
        return node("Gather", name, List.of(x, indices), integer("axis", axis));
    }

    /** The sum over one axis, which is gone afterwards. */
    Value sum(String name, Value x, int axis) {
        return node("ReduceSum", name, List.of(x, sizes(axis)), integer("keepdims", 0));
    }

    /** One below or beside the other along {@code axis}. */
    Value concatenate(String name, Value first, Value second, int axis) {
        return node("Concat", name, List.of(first, second), integer("axis", axis));
    }

    /** {@code x: rows x in}, {@code weight: in x out} -> {@code rows x out}. */
    Value product(String name, Value x, WeightTensor weight, @Nullable WeightTensor bias) {
        List<Value> inputs = new ArrayList<>(List.of(x, weight(name + ".weight", weight)));
        if (bias != null) {
            inputs.add(weight(name + ".bias", bias));
        }
        return node("Gemm", name, inputs);
    }

    /** {@code N x H x W x C} with one zero pixel more on every side. */
    Value framed(String name, Value x) {
        long[] pads = {0, 1, 1, 0, 0, 1, 1, 0};
        return node("Pad", name, List.of(x, sizes(pads)));
    }

    /** Every second place of an axis: {@code from, from + 2, ..}, {@code count} of them. */
    Value everySecond(String name, Value x, int axis, int from, int count) {
        long end = from + 2L * count - 1;
        return node("Slice", name, List.of(x, sizes(from), sizes(end), sizes(axis), sizes(2)));
    }

    Value subtract(String name, Value a, Value b) {
        return node("Sub", name, List.of(a, b));
    }

    /** Constant int32 numbers, added to or multiplied with indices. */
    Value indices(String name, long[] values, long... shape) {
        return shared.computeIfAbsent(name, key -> constant(key, WeightTensor.of(ElementType.I32, values, shape)));
    }

    private Value sizes(long... values) {
        return shared.computeIfAbsent(
                "sizes." + Arrays.toString(values), key -> constant(key, WeightTensor.of(values, values.length)));
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

    private static ValueInfoProto describe(String name, TensorProto.DataType type, String first, long... rest) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(first);
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
}
