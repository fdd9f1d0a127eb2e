package org.limner.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong: order or precision lost on the way, a wrong header believed, an old file destroyed by a failed write. */
class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsBackEveryTypeInOrder() throws IOException {
        StateDict tensors = new StateDict()
                .put("third", WeightTensor.of(ElementType.U8, new long[] {0, 255, 7}, 3))
                .put("first", WeightTensor.of(new float[] {1.5f, -0f, Float.MIN_VALUE, 3e38f}, 2, 2))
                .put("half", WeightTensor.of(ElementType.F16, new float[] {0.1f, 65504f, -6e-8f}, 3))
                .put("brain", WeightTensor.of(ElementType.BF16, new float[] {0.1f, 1e38f}, 2))
                .put("double", WeightTensor.of(new double[] {Math.PI}))
                .put("count", WeightTensor.of(new long[] {Long.MIN_VALUE, 3}, 2, 1))
                .put("int", WeightTensor.of(ElementType.I32, new long[] {-5}, 1))
                .put("short", WeightTensor.of(ElementType.I16, new long[] {-300}, 1))
                .put("byte", WeightTensor.of(ElementType.I8, new long[] {-3}, 1))
                .put("flag", WeightTensor.of(ElementType.BOOL, new long[] {1, 0}, 2))
                .put("empty", WeightTensor.of(new float[0], 0, 4));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("step", "7");
        metadata.put("config", "ngf=8\nname=\"größe\"");

        Path file = folder.resolve("all.safetensors");
        Safetensors.write(file, tensors, metadata);
        Safetensors.Contents contents = Safetensors.read(file);

        assertThat(contents.metadata()).containsExactlyEntriesOf(metadata);
        assertThat(contents.tensors().names()).containsExactlyElementsOf(tensors.names());
        StateDict read = contents.tensors();
        assertThat(read.get("third", 3).longs()).containsExactly(0, 255, 7);
        assertThat(read.get("first", 2, 2).floats()).containsExactly(1.5f, -0f, Float.MIN_VALUE, 3e38f);
        assertThat(read.get("half").floats()).containsExactly(0.099975586f, 65504f, -0x1p-24f);
        assertThat(read.get("brain").floats()).containsExactly(0.100097656f, Float.intBitsToFloat(0x7e960000));
        assertThat(read.get("double", new long[0]).doubles()).containsExactly(Math.PI);
        assertThat(read.get("count", 2, 1).longs()).containsExactly(Long.MIN_VALUE, 3);
        assertThat(read.get("int").longs()).containsExactly(-5);
        assertThat(read.get("short").longs()).containsExactly(-300);
        assertThat(read.get("byte").longs()).containsExactly(-3);
        assertThat(read.get("flag").longs()).containsExactly(1, 0);
        assertThat(read.get("empty", 0, 4).elements()).isZero();
        for (String name : tensors.names()) {
            assertThat(read.get(name).type()).isEqualTo(tensors.get(name).type());
        }
    }

    @Test
    void readsTensorLargerThanOnePiece() throws IOException {
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = folder.resolve("large.safetensors");
        Safetensors.write(file, new StateDict().put("w", WeightTensor.of(values, values.length)), Map.of());

        assertThat(Safetensors.read(file).tensors().get("w").floats()).isEqualTo(values);
    }

    @Test
    void failedWriteKeepsOldFileAndLeavesNothingBehind() throws IOException {
        Path file = folder.resolve("kept.safetensors");
        Safetensors.write(file, new StateDict().put("w", WeightTensor.of(new float[] {1}, 1)), Map.of());

        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[10]));
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(Safetensors.read(file).tensors().get("w").floats()).containsExactly(1f);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesWhatDoesNotAddUp() throws IOException {
        assertRefused(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                7,
                "'w' ends at byte 8 but the data has 7");
        assertRefused(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                9,
                "cover 8 bytes but the data has 9");
        assertRefused(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "'w' of F32 [3] needs 12 bytes");
        assertRefused("{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "negative size");
        assertRefused(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
                8,
                "more elements");
        assertRefused("{\"w\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "unknown dtype 'C64'");
        assertRefused("{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8, "lacks shape");
        assertRefused(
                "{\"v\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"w\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[3,7]}}",
                7,
                "'w' begins at byte 3 but the one before ends at 4");
        assertRefused("{\"w\":{},\"w\":{}}", 0, "header is no JSON");
        assertRefused("[]", 0, "no JSON object");
        Path tiny = Files.write(folder.resolve("tiny"), new byte[] {1, 2});
        assertThatThrownBy(() -> Safetensors.read(tiny)).hasMessageContaining("tiny: ends after 2 bytes");
        Path wrong = Files.write(folder.resolve("wrong"), "PK this is something else".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Safetensors.read(wrong)).hasMessageContaining("in a file of 25 bytes");
    }

    private void assertRefused(String header, int dataBytes, String because) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        Path path = Files.write(folder.resolve("bad.safetensors"), file.array());
        assertThatThrownBy(() -> Safetensors.read(path))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageStartingWith("bad.safetensors: ")
                .hasMessageContaining(because);
    }
}
