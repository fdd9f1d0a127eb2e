package org.limner.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.trainer.weights.StateDict;

/** The encoder against the reference's, at its own size and at one that it resizes. */
class ReferenceEncoderTest {
    private static NDManager manager;

    @BeforeAll
    static void startEngine() {
        manager = EngineForTests.manager();
    }

    @AfterAll
    static void stopEngine() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "128"})
    void encodesAsTheReferenceDoes(String size) throws IOException {
        StateDict weights = ReferenceFolder.weights("encoder.pth");
        StateDict tensors = ReferenceFolder.tensors("encoder.safetensors").tensors();
        ImageEncoder encoder = ImageEncoder.of(weights);

        try (Parameters parameters = Parameters.from(weights, manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray image = ReferenceFolder.array(manager, tensors.get("image" + size));

            Encoding encoding = encoder.forward(parameters, image, false);

            double mu = ReferenceFolder.largestDifference(encoding.mu(), tensors.get("mu" + size));
            double logvar = ReferenceFolder.largestDifference(encoding.logvar(), tensors.get("logvar" + size));
            System.out.printf("encoder, image%s: largest difference %.2g in mu, %.2g in logvar%n", size, mu, logvar);
            assertThat(mu).isLessThanOrEqualTo(2e-5);
            assertThat(logvar).isLessThanOrEqualTo(2e-5);
        }
    }
}
