package org.limner.trainer.evaluation;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX networks of one layer whose answers a person can work out. */
public final class TinyNetworks {
    private TinyNetworks() {}

    /**
     * Takes each pixel for the class whose colour is nearest: score of c = 2 c x - c c. Reads {@code [N, 3, height, width]}; a size
     * of 0 is left open.
     *
     * @param colors RGB
     */
    public static Path nearestColor(Path file, int[] colors, int height, int width) throws IOException {
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName("weight")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(colors.length)
                .addDims(3)
                .addDims(1)
                .addDims(1);
        TensorProto.Builder bias = TensorProto.newBuilder()
                .setName("bias")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(colors.length);
        for (int color : colors) {
            float square = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                float level = (color >> shift & 0xFF) / 255f;
                weight.addFloatData(2 * level);
                square += level * level;
            }
            bias.addFloatData(-square);
        }
        return write(
                file,
                GraphProto.newBuilder()
                        .setName("nearest-color")
                        .addInput(tensor("image", 0, 3, height, width))
                        .addInitializer(weight)
                        .addInitializer(bias)
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Conv")
                                .addInput("image")
                                .addInput("weight")
                                .addInput("bias")
                                .addOutput("logits"))
                        .addOutput(tensor("logits", 0, colors.length, height, width)));
    }

    /** Three features: the means of red, green and blue, to the power of {@code exponent}. */
    public static Path meanColor(Path file, float exponent) throws IOException {
        return write(
                file,
                GraphProto.newBuilder()
                        .setName("mean-color")
                        .addInput(tensor("image", 0, 3, 8, 8))
                        .addInitializer(TensorProto.newBuilder()
                                .setName("exponent")
                                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                                .addFloatData(exponent))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("GlobalAveragePool")
                                .addInput("image")
                                .addOutput("pooled"))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Pow")
                                .addInput("pooled")
                                .addInput("exponent")
                                .addOutput("raised"))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Flatten")
                                .addInput("raised")
                                .addOutput("features")
                                .addAttribute(AttributeProto.newBuilder()
                                        .setName("axis")
                                        .setType(AttributeProto.AttributeType.INT)
                                        .setI(1)))
                        .addOutput(tensor("features", 0, 3)));
    }

    private static ValueInfoProto tensor(String name, long... axes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < axes.length; i++) {
            shape.addDim(
                    axes[i] > 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimValue(axes[i])
                            : TensorShapeProto.Dimension.newBuilder().setDimParam("axis" + i));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }

    private static Path write(Path file, GraphProto.Builder graph) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
        Files.write(file, model.toByteArray());
        return file;
    }
}
