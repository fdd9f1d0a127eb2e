package org.limner.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.ClassTable;

/** What could go wrong: numbers that look comparable and are not, a key that is dropped in silence. */
class ProtocolTest {
    private static final ClassTable TABLE = new ClassTable(
            "two",
            "none",
            "here",
            OptionalInt.of(9),
            List.of(new LabelClass(0, "road", "#ff0000"), new LabelClass(1, "sky", "#0000ff")),
            Map.of());

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        Protocol protocol =
                Protocol.defaults().with("segmenter=C:\\nets\\größe.onnx").with("style = seed 7");
        Path file = folder.resolve("mine.properties");
        Files.writeString(file, protocol.toProperties());

        assertThat(Protocol.open(file.toString()).toMap()).isEqualTo(protocol.toMap());
    }

    @ParameterizedTest
    @ValueSource(strings = {"camvid", "faces"})
    void shippedOnesNameNoNetworks(String name) {
        Protocol protocol = Protocol.open(name);

        assertThat(protocol.text(ProtocolKey.NAME)).isEqualTo(name);
        assertThat(protocol.segmenter()).isEmpty();
        assertThat(protocol.features()).isEmpty();
        assertThat(protocol.toMap()).doesNotContainValue("same");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "segmenter.kernels=area",
                "segmenter.kernel=lanczos",
                "style=seed",
                "images.select=first",
                "images.sha256=abc",
                "batch-size=0",
                "segmenter.labels=0,1",
                "no equals"
            })
    void refusesWhatItDoesNotKnow(String assignment) {
        assertThatThrownBy(() -> Protocol.defaults().with(assignment)).isInstanceOf(ConfigException.class);
    }

    @Test
    void namesTheNearestKey() {
        assertThatThrownBy(() -> Protocol.defaults().with("segmenter.kernels=area"))
                .hasMessageContaining("did you mean 'segmenter.kernel'");
    }

    @Test
    void refusesWhatIsNotWhatItPins() {
        Protocol pinned = Protocol.defaults().pinned(ProtocolKey.IMAGES_COUNT, "101", "camvid/val");

        assertThat(pinned.pinned(ProtocolKey.IMAGES_COUNT, "101", "camvid/val").toMap())
                .isEqualTo(pinned.toMap());
        assertThatThrownBy(() -> pinned.pinned(ProtocolKey.IMAGES_COUNT, "100", "other/val"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pins images.count = 101 but other/val has 100");
    }

    @Test
    void fingerprintIsAboutNumbersAndNotAboutPlaces() {
        String fingerprint = Protocol.defaults().fingerprint();

        assertThat(Protocol.defaults()
                        .with("segmenter=/elsewhere/net.onnx")
                        .with("weights=ema")
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(Protocol.defaults().with("segmenter.kernel=area").fingerprint())
                .isNotEqualTo(fingerprint);
    }

    @Test
    void segmentersClassesAreTheDatasOrAreMapped() {
        Path net = Path.of("net.onnx");

        assertThat(Protocol.defaults().labelsOf(2, TABLE, net)).containsExactly(0, 1);
        assertThat(Protocol.defaults().with("segmenter.labels=1 - 0").labelsOf(3, TABLE, net))
                .containsExactly(1, -1, 0);
        assertThatThrownBy(() -> Protocol.defaults().labelsOf(19, TABLE, net))
                .hasMessageContaining("net.onnx tells 19 classes apart but 'two' has 2");
        assertThatThrownBy(
                        () -> Protocol.defaults().with("segmenter.labels=0 1").labelsOf(19, TABLE, net))
                .hasMessageContaining("19 classes apart but segmenter.labels has 2");
        assertThatThrownBy(
                        () -> Protocol.defaults().with("segmenter.labels=0 5").labelsOf(2, TABLE, net))
                .hasMessageContaining("id 5 but 'two' has ids 0 to 1");
    }

    @Test
    void voidNeverCountsAndOthersMayBeLeftOut() {
        assertThat(Protocol.defaults().counted(TABLE)).containsExactly(true, true, false);
        assertThat(Protocol.defaults().with("labels.ignore=void 0").counted(TABLE))
                .containsExactly(false, true, false);
    }

    @Test
    void selectionsCountFromOne() {
        assertThat(new Selection("odd").of(5)).containsExactly(0, 2, 4);
        assertThat(new Selection("even").of(5)).containsExactly(1, 3);
        assertThat(new Selection("first 2").of(5)).containsExactly(0, 1);
        assertThat(new Selection("spread 2").of(5)).containsExactly(0, 2);
        assertThat(new Selection("spread 9").of(5)).containsExactly(0, 1, 2, 3, 4);
    }
}
