package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.worker.failure.FailureKind;
import org.limner.worker.failure.InferenceFailedException;

/** Messages as the runtime words them: there is no error code for a lack of memory. */
class OnnxFailuresTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error code - ORT_RUNTIME_EXCEPTION - message: Non-zero status code returned while running Conv node."
                        + " bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool)"
                        + " Failed to allocate memory for requested buffer of size 3087007744",
                "Error code - ORT_FAIL - message: std::bad_alloc",
                "CUDA failure 2: out of memory ; GPU=0",
            })
    void lackOfMemoryAsksForASmallerBatch(String message) {
        InferenceFailedException failure = OnnxFailures.translate("8 images", new IllegalStateException(message));

        assertThat(failure.kind()).isEqualTo(FailureKind.RESOURCES);
        assertThat(failure).hasMessage("8 images failed: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Error code - ORT_INVALID_ARGUMENT - message: Got invalid dimensions", "CUDA failure 700"})
    void anythingElseIsTheWorkersTurn(String message) {
        assertThat(OnnxFailures.translate("8 images", new IllegalStateException(message))
                        .kind())
                .isEqualTo(FailureKind.WORKER);
    }

    @Test
    void lackOfDirectMemoryIsALackOfMemory() {
        assertThat(OnnxFailures.translate("8 images", new OutOfMemoryError("Cannot reserve 3087007744 bytes"))
                        .kind())
                .isEqualTo(FailureKind.RESOURCES);
    }
}
