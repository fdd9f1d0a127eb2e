package org.limner.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that PyTorch itself wrote, in both formats; counts and sums were taken with Python's own pickle module. */
class TorchReferenceFilesTest {
    @ParameterizedTest
    @CsvSource({
        "encoder, 22, 624867, -30.118469782973023, layer1.0.weight_orig, fc_var.bias",
        "generator-instance, 180, 1016613, 20.905226159949123, fc.weight, conv_img.bias",
        "generator-kernel5, 234, 2639331, 535.2649429261256, fc.weight, conv_img.bias",
        "generator-label, 234, 2061177, 791.3412103557042, fc.weight, conv_img.bias",
        "generator-more-wide, 234, 2026041, 840.518707232483, fc.weight, conv_img.bias",
        "generator-most, 272, 994398, 384.6709770195323, fc.weight, conv_img.bias",
        "generator-style, 234, 2162617, 825.5140836270785, fc.weight, conv_img.bias",
        "step-net_D, 26, 25210, -0.09373382847024914, discriminator_0.model0.0.weight, discriminator_1.model4.0.bias",
        "step-net_E, 22, 288223, -10.183901938479607, layer1.0.weight_orig, fc_var.bias",
        "step-net_G, 234, 3108025, 707.8897372426522, fc.weight, conv_img.bias",
    })
    void readsWhatPythonReads(String file, int tensors, long elements, double sum, String first, String last)
            throws IOException {
        Path path = Path.of(System.getProperty("limner.shared", "../shared"), "reference", file + ".pth");
        Assumptions.assumeTrue(Files.exists(path), "the shared reference files are not here");

        StateDict read = TorchFile.read(path);

        assertThat(read.size()).isEqualTo(tensors);
        assertThat(read.names()).startsWith(first).endsWith(last);
        assertThat(read.tensors().values().stream()
                        .mapToLong(WeightTensor::elements)
                        .sum())
                .isEqualTo(elements);
        assertThat(read.tensors().values().stream()
                        .mapToDouble(TorchReferenceFilesTest::sum)
                        .sum())
                .isCloseTo(sum, within(1e-9));
    }

    private static double sum(WeightTensor tensor) {
        double sum = 0;
        if (tensor.type().floating()) {
            for (float value : tensor.floats()) {
                sum += value;
            }
        } else {
            for (long value : tensor.longs()) {
                sum += value;
            }
        }
        return sum;
    }
}
