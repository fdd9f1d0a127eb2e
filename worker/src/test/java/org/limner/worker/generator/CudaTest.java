package org.limner.worker.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.seed.GaussianStream;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.fixture.Masks;
import org.limner.worker.fixture.Pictures;
import org.limner.worker.fixture.TinyBundle;
import org.limner.worker.image.RgbImage;
import org.limner.worker.mask.LabelMap;
import org.limner.worker.style.StyleVector;

/** What could go wrong on a device: an option it does not take, pictures other than the processor's. */
@Tag("cuda")
class CudaTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void needsADevice() {
        NativeLibraries.extract();
        assumeTrue(
                OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
                "this build has no CUDA; build with -Pcuda");
        assumeTrue(Files.exists(Path.of("/dev/nvidia0")), "this machine has no NVIDIA device");
    }

    @Test
    void pictureIsTheProcessorsForEveryBatchSize() throws Exception {
        ModelBundle bundle = TinyBundle.DEFAULT.write(folder);
        SessionSettings onDevice = new SessionSettings(Device.parse("cuda:0"), 1, 2, CudaSettings.DEFAULT);
        try (BundleSession device = BundleSession.open(bundle, onDevice);
                BundleSession processor = BundleSession.open(bundle, new SessionSettings(new Device.Cpu(), 1))) {
            for (int size = 1; size <= 5; size++) {
                for (Generator session : device.generators()) {
                    List<RgbImage> pictures = session.generate(batch(device, size));
                    List<RgbImage> expected = processor.generator().generate(batch(processor, size));
                    assertThat(pictures).hasSize(size);
                    for (int i = 0; i < size; i++) {
                        assertThat(Pictures.largestDifference(pictures.get(i), expected.get(i)))
                                .isLessThanOrEqualTo(1);
                    }
                }
            }
            assertThat(device.generator().runtime().provider()).isEqualTo("cuda:0");
        }
    }

    private static RenderBatch batch(BundleSession session, int size) throws Exception {
        Random random = new Random(20260803);
        List<RenderRequest> requests = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            LabelMap labels = Masks.labels(
                    Masks.random(random, 64, 32, 0, 1, 2, 3, TinyBundle.VOID),
                    session.bundle().manifest());
            requests.add(new RenderRequest(
                    session.generator().prepare(labels, Optional.empty()),
                    new StyleVector(GaussianStream.sample(i, 8))));
        }
        return new RenderBatch(requests);
    }
}
