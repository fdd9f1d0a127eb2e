package org.limner.trainer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** The end of every generator's graph: {@code image: float32 [N, 3, H, W]} and {@code pixels: uint8 [N, H, W, 3]}. */
final class ImageOutputs {
    private ImageOutputs() {}

    /** {@code activated: N x C x H x W}, what the last block gave, activated. */
    static void add(OnnxGraph graph, StateDict weights, GeneratorShape shape, Value activated) {
        int channels = GeneratorStage.last(shape).fout();
        WeightTensor weight = weights.get("conv_img.weight", 3, channels, 3, 3);
        Value x = graph.convolution("conv_img", activated, weight, weights.get("conv_img.bias", 3), 1);
        // Back to float32 where the rest is float16, which has no room for 256 levels between -1 and 1.
        Value image = graph.tanh("tanh", graph.fullPrecision("conv_img.float32", x));
        graph.output(image, "image", TensorProto.DataType.FLOAT, 3, shape.height(), shape.width());
        // clip((x + 1) / 2 * 255), truncated, as the reference writes its files; halving and 255 at once round alike.
        Value levels = graph.multiply("levels", graph.add("lifted", image, 1), 127.5f);
        Value bytes = graph.castToBytes("bytes", graph.clip("clipped", levels, 0, 255));
        Value last = graph.channelsLast("channels_last", bytes); // after the cast: a quarter of the memory to move
        graph.output(last, "pixels", TensorProto.DataType.UINT8, shape.height(), shape.width(), 3);
    }
}
