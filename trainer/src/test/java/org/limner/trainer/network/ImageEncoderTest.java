package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.limner.trainer.weights.StateDict;

class ImageEncoderTest {
    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    @Test
    void hasTheReferencesParameters() {
        assertThat(new ImageEncoder(64, 256).trainableCount()).isEqualTo(10_463_424);
    }

    @Test
    void readsPhotographsOfAnySize() {
        ImageEncoder encoder = new ImageEncoder(2, 5);
        try (Parameters parameters = Parameters.from(encoder.initialize(Initialization.REFERENCE_GPU, 1), manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray photograph = NaiveTensor.random(1, 2, 3, 40, 300).on(manager);

            Encoding encoding = encoder.forward(parameters, photograph, false);

            assertThat(encoding.mu().getShape()).isEqualTo(new Shape(2, 5));
            assertThat(encoding.logvar().getShape()).isEqualTo(new Shape(2, 5));
        }
    }

    @Test
    void samplesMuPlusEpsSigma() {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Encoding encoding = new Encoding(
                    manager.create(new float[] {1, -2}, new Shape(1, 2)),
                    manager.create(new float[] {0, (float) Math.log(9)}, new Shape(1, 2)));

            NDArray z = encoding.sample(manager.create(new float[] {0.5f, -1}, new Shape(1, 2)));

            assertThat(z.toFloatArray()).containsExactly(new float[] {1.5f, -5}, Offset.offset(1e-6f));
        }
    }

    @Test
    void isFoundAgainByTheShapesOfItsWeights() {
        ImageEncoder encoder = ImageEncoder.of(new ImageEncoder(3, 7).initialize(Initialization.XAVIER, 1));

        assertThat(encoder.nef()).isEqualTo(3);
        assertThat(encoder.styleSize()).isEqualTo(7);
    }

    @Test
    void refusesWeightsWithoutTheSixthLayer() {
        StateDict short5 = new StateDict();
        new ImageEncoder(2, 5).initialize(Initialization.XAVIER, 1).tensors().forEach((name, tensor) -> {
            if (!name.startsWith("layer6")) {
                short5.put(name, tensor);
            }
        });

        assertThatThrownBy(() -> ImageEncoder.of(short5)).hasMessageContaining("no layer6");
    }
}
