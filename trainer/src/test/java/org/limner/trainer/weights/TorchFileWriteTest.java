package org.limner.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.limner.trainer.weights.TorchFile.Format;

/** What can go wrong: other bits, another order, and a file that torch would not open; torch itself is not at hand here. */
class TorchFileWriteTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void comesBackBitForBitInOrder(Format format) throws IOException {
        float[] odd = {0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 1 / 3f};
        StateDict weights = new StateDict()
                .put("z.weight", WeightTensor.of(odd, 2, 3))
                .put("a.bias", WeightTensor.of(new float[] {7}, 1))
                .put("a.num_batches_tracked", WeightTensor.of(new long[] {1L << 40}))
                .put("empty", WeightTensor.of(new float[0], 0, 3))
                .put("precise", WeightTensor.of(new double[] {1 / 3.0}, 1, 1))
                .put("half", WeightTensor.of(ElementType.F16, new float[] {1.5f}, 1))
                .put("brain", WeightTensor.of(ElementType.BF16, new float[] {-2}, 1))
                .put("flags", WeightTensor.of(ElementType.BOOL, new long[] {1, 0}, 2))
                .put("höhe", WeightTensor.of(ElementType.I32, new long[] {-5}, 1));

        StateDict read = written(weights, format);

        assertSame(read, weights);
    }

    /** More than one piece of the writer's buffer, and more storages than the keys' order as text would keep. */
    @ParameterizedTest
    @EnumSource
    void keepsLargeAndManyTensors(Format format) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        StateDict weights = new StateDict();
        float[] large = new float[300_001];
        for (int i = 0; i < large.length; i++) {
            large[i] = (float) random.nextDouble();
        }
        weights.put("large", WeightTensor.of(large, large.length));
        for (int i = 0; i < 120; i++) {
            weights.put("layer" + (120 - i), WeightTensor.of(new float[] {i, i + 0.5f}, 2, 1));
        }

        assertSame(written(weights, format), weights);
    }

    @Test
    void archiveIsLaidOutAsTorchLaysItOut() throws IOException {
        StateDict weights = new StateDict()
                .put("a", WeightTensor.of(new float[] {1, 2, 3}, 3))
                .put("b", WeightTensor.of(new long[] {4}));
        Path file = folder.resolve("latest_net_G.pth");
        TorchFile.write(file, weights, Format.ZIP);
        byte[] bytes = Files.readAllBytes(file);
        List<String> names = new ArrayList<>();
        ByteBuffer headers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

        try (ZipFile zip = new ZipFile(file.toFile())) {
            int at = 0;
            for (ZipEntry entry : zip.stream().toList()) {
                names.add(entry.getName());
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                assertThat(headers.getInt(at)).as("local header").isEqualTo(0x04034b50);
                int data = at + 30 + headers.getShort(at + 26) + headers.getShort(at + 28);
                assertThat(data % 64).as(entry.getName()).isZero();
                at = data + (int) entry.getSize();
            }
            assertThat(names)
                    .containsExactly(
                            "latest_net_G/data.pkl",
                            "latest_net_G/byteorder",
                            "latest_net_G/data/0",
                            "latest_net_G/data/1",
                            "latest_net_G/version");
            assertThat(zip.getInputStream(zip.getEntry("latest_net_G/version")).readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("3\n");
        }
        TorchFile.write(file, weights, Format.ZIP);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    /** Without it torch 1.0 asks for the weight itself beside weight_orig, and fails. */
    @Test
    void tellsWhichVersionModulesAreOf() throws IOException {
        StateDict weights = new StateDict()
                .put("up.conv.weight_orig", WeightTensor.of(new float[] {1}, 1, 1))
                .put("up.conv.weight_u", WeightTensor.of(new float[] {1}, 1))
                .put("up.norm.num_batches_tracked", WeightTensor.of(new long[1]));
        Path file = folder.resolve("net.pth");
        TorchFile.write(file, weights, Format.LEGACY);

        String text = Files.readString(file, StandardCharsets.ISO_8859_1);

        assertThat(text.substring(text.indexOf("_metadata")))
                .containsSubsequence(
                        "up", "version", "up.conv", "version", "spectral_norm", "weight.version", "up.norm");
    }

    @ParameterizedTest
    @CsvSource({
        "encoder",
        "generator-instance",
        "generator-kernel5",
        "generator-label",
        "generator-more-wide",
        "generator-most",
        "generator-style",
        "step-net_D",
        "step-net_E",
        "step-net_G"
    })
    void torchsOwnFilesComeBackBitForBit(String name) throws IOException {
        Path path = Path.of(System.getProperty("limner.shared", "../shared"), "reference", name + ".pth");
        Assumptions.assumeTrue(Files.exists(path), "the shared reference files are not here");
        StateDict weights = TorchFile.read(path);

        for (Format format : Format.values()) {
            assertSame(written(weights, format), weights);
        }
    }

    private StateDict written(StateDict weights, Format format) throws IOException {
        Path file = folder.resolve("net.pth");
        TorchFile.write(file, weights, format);
        return TorchFile.read(file);
    }

    private static void assertSame(StateDict read, StateDict weights) {
        assertThat(read.names()).containsExactlyElementsOf(weights.names());
        weights.tensors().forEach((name, tensor) -> {
            WeightTensor other = read.get(name);
            assertThat(other.type()).as(name).isEqualTo(tensor.type());
            assertThat(other.shape()).as(name).isEqualTo(tensor.shape());
            if (tensor.type() == ElementType.F64) {
                assertThat(other.doubles()).as(name).isEqualTo(tensor.doubles());
            } else if (tensor.type().floating()) {
                assertThat(bits(other.floats())).as(name).isEqualTo(bits(tensor.floats()));
            } else {
                assertThat(other.longs()).as(name).isEqualTo(tensor.longs());
            }
        });
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
