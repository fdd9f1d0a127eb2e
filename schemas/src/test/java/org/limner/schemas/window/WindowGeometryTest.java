package org.limner.schemas.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.codec.BundleManifestCodec;
import org.limner.schemas.window.WindowGeometry.Level;

/** What could go wrong: trainer and worker that count codes or levels differently. */
class WindowGeometryTest {
    @Test
    void codesOfEdgesFollowThoseOfLabelsAndOutsideIsLast() {
        WindowGeometry plain = new WindowGeometry(183, false, 256, 256, 5, 3, false);
        WindowGeometry edged = new WindowGeometry(183, true, 256, 256, 5, 3, false);

        assertThat(plain.code(182, false)).isEqualTo(182);
        assertThat(plain.outside()).isEqualTo(183);
        assertThat(plain.codes()).isEqualTo(184);
        assertThat(edged.code(0, true)).isEqualTo(183);
        assertThat(edged.outside()).isEqualTo(366);
        assertThat(edged.codes()).isEqualTo(367);
    }

    @Test
    void levelsDoubleUpToTheImage() {
        WindowGeometry geometry = new WindowGeometry(35, true, 256, 512, 6, 3, false);

        assertThat(geometry.levels())
                .containsExactly(
                        new Level(4, 8),
                        new Level(8, 16),
                        new Level(16, 32),
                        new Level(32, 64),
                        new Level(64, 128),
                        new Level(128, 256),
                        new Level(256, 512));
    }

    @Test
    void aBundleSaysAllOfIt() {
        String digest = "ab".repeat(32);
        BundleManifest bundle =
                new BundleManifestCodec().decode("""
                        {"name": "streets", "version": 1,
                         "architecture": {"input": "label", "upsampling": "most", "spadeKernel": 5,
                                          "normalization": "batch", "hidden": 8, "ngf": 2},
                         "labels": [{"id": 0, "name": "sky", "color": "#000000"},
                                    {"id": 1, "name": "road", "color": "#ffffff"}],
                         "void": 255, "height": 128, "width": 384, "styleSize": 0,
                         "instances": true, "conditioning": "label-window", "precision": "fp32",
                         "licence": "CC0-1.0", "files": {"generator.onnx": "%s"}}
                        """.formatted(digest).getBytes(StandardCharsets.UTF_8));

        assertThat(WindowGeometry.of(bundle)).isEqualTo(new WindowGeometry(3, true, 128, 384, 7, 5, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 64 | 64 | 5 | 3 | windows need labels and an odd kernel, not 0 labels and kernel 3",
                "9 | 64 | 64 | 5 | 2 | windows need labels and an odd kernel, not 9 labels and kernel 2",
                "9 | 64 | 64 | 5 | -1 | windows need labels and an odd kernel, not 9 labels and kernel -1",
                "9 | 48 | 64 | 5 | 3 | an image of 64 x 48 cannot be halved 5 times",
                "9 | 64 | 16 | 5 | 3 | an image of 16 x 64 cannot be halved 5 times",
                "9 | 0 | 64 | 5 | 3 | an image of 64 x 0 cannot be halved 5 times"
            })
    void refusesWhatHasNoWindows(int labels, int height, int width, int doublings, int kernel, String why) {
        assertThatThrownBy(() -> new WindowGeometry(labels, false, height, width, doublings, kernel, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
