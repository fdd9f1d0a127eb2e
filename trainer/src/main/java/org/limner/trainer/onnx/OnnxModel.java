package org.limner.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.limner.trainer.weights.ElementType;
import org.limner.trainer.weights.WeightTensor;

/** A finished graph with its constants, ready to be written. Weights stay in their own arrays until then. */
public final class OnnxModel {
    static final int OPSET = 17;

    /** Of ONNX 1.13, which brought opset 18 after it; runtimes accept older ones. */
    private static final int IR_VERSION = 8;

    /** Protobuf's limit, less what nodes and names may need. */
    private static final long LARGEST_INLINE_BYTES = (2L << 30) - (16 << 20);

    /** Shapes, scales and biases stay in the model, where shape inference looks for them. */
    private static final long SMALLEST_EXTERNAL_BYTES = 1024;

    private static final long PAGE_BYTES = 4096; // external tensors begin at pages, so that a runtime may map them

    private final GraphProto graph;
    private final Map<String, WeightTensor> constants;
    private final Map<String, String> metadata;

    OnnxModel(GraphProto graph, Map<String, WeightTensor> constants, Map<String, String> metadata) {
        this.graph = graph;
        this.constants = constants;
        this.metadata = metadata;
    }

    /** Of all constants. */
    public long weightBytes() {
        return constants.values().stream().mapToLong(WeightTensor::bytes).sum();
    }

    /**
     * Writes {@code file}, whose folder must exist, with all weights in it. Throws {@link IllegalArgumentException} with the size
     * when they are more than a protobuf file holds.
     */
    public void write(Path file) throws IOException {
        if (weightBytes() > LARGEST_INLINE_BYTES) {
            throw new IllegalArgumentException("the weights of '" + graph.getName() + "' have " + weightBytes()
                    + " bytes but one file holds at most " + LARGEST_INLINE_BYTES
                    + ": write them as external data (--external-data)");
        }
        GraphProto.Builder complete = graph.toBuilder();
        for (Map.Entry<String, WeightTensor> constant : constants.entrySet()) {
            complete.addInitializer(inline(constant.getKey(), constant.getValue()));
        }
        writeModel(complete, file);
    }

    /**
     * Writes {@code file} and, beside it, its weights as {@code file.data}, whose size nothing limits.
     *
     * @return the data file
     */
    public Path writeWithExternalData(Path file) throws IOException {
        Path data = file.resolveSibling(file.getFileName() + ".data");
        GraphProto.Builder complete = graph.toBuilder();
        try (FileChannel channel = FileChannel.open(data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Map.Entry<String, WeightTensor> constant : constants.entrySet()) {
                WeightTensor tensor = constant.getValue();
                if (tensor.bytes() < SMALLEST_EXTERNAL_BYTES) {
                    complete.addInitializer(inline(constant.getKey(), tensor));
                    continue;
                }
                long offset = (channel.position() + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
                channel.position(offset);
                tensor.writeTo(channel);
                complete.addInitializer(described(constant.getKey(), tensor)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", data.getFileName().toString()))
                        .addExternalData(entry("offset", Long.toString(offset)))
                        .addExternalData(entry("length", Long.toString(tensor.bytes()))));
            }
        }
        writeModel(complete, file);
        return data;
    }

    private void writeModel(GraphProto.Builder complete, Path file) throws IOException {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("limner")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(complete);
        metadata.forEach((key, value) -> model.addMetadataProps(entry(key, value)));
        try (OutputStream out = Files.newOutputStream(file)) {
            model.build().writeTo(out);
        }
    }

    private static TensorProto inline(String name, WeightTensor tensor) throws IOException {
        ByteString.Output bytes = ByteString.newOutput(Math.toIntExact(tensor.bytes()));
        tensor.writeTo(Channels.newChannel(bytes));
        return described(name, tensor).setRawData(bytes.toByteString()).build();
    }

    private static TensorProto.Builder described(String name, WeightTensor tensor) {
        List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(dataType(tensor.type()))
                .addAllDims(shape);
    }

    private static int dataType(ElementType type) {
        return switch (type) {
            case F32 -> TensorProto.DataType.FLOAT_VALUE;
            case F16 -> TensorProto.DataType.FLOAT16_VALUE;
            case I32 -> TensorProto.DataType.INT32_VALUE;
            case I64 -> TensorProto.DataType.INT64_VALUE;
            default -> throw new IllegalArgumentException("no graph here has constants of " + type);
        };
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
