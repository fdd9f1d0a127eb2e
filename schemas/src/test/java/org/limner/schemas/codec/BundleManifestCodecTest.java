package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.BundleManifest;

/** A wrong manifest must be refused at start, with the field, and not at the first job, with a shape. */
class BundleManifestCodecTest {
    private final BundleManifestCodec codec = new BundleManifestCodec();

    @Test
    void absentIdsMeanTheSameAsNull() throws IOException {
        BundleManifest manifest = codec.decode(edited(
                "\"void\": 255", "\"void\": null", "\"encoderInputSize\": 256,", "", "\"encoder.onnx\"", "\"extra\""));
        assertThat(manifest.voidLabel()).isEmpty();
        assertThat(manifest.encoderInputSize()).isEmpty();
        assertThat(codec.decode(codec.encode(manifest))).isEqualTo(manifest);
        assertThat(new String(codec.encode(manifest), UTF_8)).contains("\"void\": null", "\"encoderInputSize\": null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\": \"scenes\" | \"name\": \"Scenes\" | /name: name must match",
                "\"spadeKernel\": 3 | \"spadeKernel\": 2 | architecture.spadeKernel must be one of 1, 3, 5 but is 2",
                "\"height\": 128 | \"hight\": 128 | unknown field \"hight\"",
                "\"height\": 128, | `` | the data lacks height",
                "\"precision\": \"fp16-weights\" | \"precision\": \"int8\" | must be one of fp32, fp16-weights, fp16 but is \"int8\"",
                "\"id\": 2 | \"id\": 1 | label at index 2 has id 1",
                "#1e6fa8 | blue | labels[1].color must match",
                "\"sample.png\" | \"../sample.png\" | files",
                "\"sample.png\" | \"/etc/passwd\" | files",
                "\"generator.onnx\" | \"generator.bin\" | files lacks generator.onnx",
                "\"encoder.onnx\" | \"encoder.bin\" | an encoder input size exactly when",
                "\"seed\": 1, | \"seed\": 1, \"seed\": 2, | field \"seed\" appears twice",
                "\"generator\": 0.75 | \"generator\": NaN | NaN is no JSON number",
                "\"origin\": \"trained\" | \"origin\": \"found\" | training.origin must be one of trained, imported",
            })
    void namesWhatIsWrong(String from, String to, String message) throws IOException {
        byte[] manifest = edited(from, to);
        assertThatThrownBy(() -> codec.decode(manifest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void filePathsNeverLeaveTheBundle() throws IOException {
        BundleManifest manifest = codec.decode(edited());
        for (String path : new String[] {"../x", "a/../b", "/x", ".hidden", "a//b", "a\\b", "a/", "", "x\n"}) {
            assertThatThrownBy(() -> new BundleManifest(
                            manifest.name(),
                            manifest.version(),
                            manifest.architecture(),
                            manifest.labels(),
                            manifest.voidLabel(),
                            manifest.height(),
                            manifest.width(),
                            manifest.styleSize(),
                            java.util.OptionalInt.empty(),
                            manifest.instances(),
                            manifest.conditioning(),
                            manifest.precision(),
                            manifest.licence(),
                            manifest.training(),
                            java.util.Map.of("generator.onnx", "0".repeat(64), path, "0".repeat(64))))
                    .as(path)
                    .hasMessageContaining("plain relative path");
        }
    }

    /** The example, with each first text replaced by the second. */
    private static byte[] edited(String... replacements) throws IOException {
        String json = Files.readString(Example.FOLDER.resolve("bundle.json"));
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(json).contains(replacements[i]);
            json = json.replace(replacements[i], replacements[i + 1]);
        }
        return json.getBytes(UTF_8);
    }
}
