package org.limner.trainer.evaluation;

import java.nio.file.Path;

/**
 * A network that reads pictures, and how it wants them.
 *
 * @param role   segmenter or features, the beginning of its keys in a protocol
 * @param file   ONNX
 * @param input  a tensor's name, or {@code only}
 * @param output a tensor's name, or {@code only}
 * @param width  in pixels; 0: as the graph says, otherwise the picture's own
 * @param height likewise
 * @param kernel brings a picture to that size
 * @param format of the numbers
 */
record NetworkInput(
        String role,
        Path file,
        String input,
        String output,
        int width,
        int height,
        Kernel kernel,
        PixelFormat format) {}
