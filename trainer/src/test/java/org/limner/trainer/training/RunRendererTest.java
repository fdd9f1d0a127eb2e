package org.limner.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.scenes.SceneDataset;
import org.limner.trainer.evaluation.StyleCode;
import org.limner.trainer.network.EngineForTests;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.onnx.LivelyWeights;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** What could go wrong: measuring a training changes it, or a batch changes the next one. */
class RunRendererTest {
    private static final SceneDataset SCENES = SceneDataset.val(20261127L, 4, 32, 32);

    @Test
    void trainingModeReadsTheBatchAndLeavesTheWeightsAsTheyWere() {
        try (NDManager manager = EngineForTests.manager();
                Networks networks = networks(manager);
                Parameters own = lively(networks, manager);
                Parameters other = lively(networks, manager)) {
            RunRenderer trainBn = new RunRenderer("train-bn", networks, own, true, false, manager);
            RunRenderer evalBn = new RunRenderer("eval-bn", networks, other, false, false, manager);
            StateDict before = own.toStateDict();
            List<float[]> styles = List.of(new float[] {1, 0}, new float[] {0, 1});

            byte[] first = trainBn.render(scenes(0, 2), styles).get(0).pixels();
            trainBn.render(scenes(2, 4), styles);
            byte[] again = trainBn.render(scenes(0, 2), styles).get(0).pixels();
            byte[] otherCompany = trainBn.render(
                            List.of(scenes(0, 1).get(0), scenes(3, 4).get(0)), styles)
                    .get(0)
                    .pixels();

            assertThat(again).isEqualTo(first);
            assertThat(otherCompany).isNotEqualTo(first);
            assertThat(evalBn.render(scenes(0, 2), styles).get(0).pixels()).isNotEqualTo(first);
            StateDict after = own.toStateDict();
            before.tensors()
                    .forEach((name, tensor) ->
                            assertThat(numbers(after.get(name))).as(name).isEqualTo(numbers(tensor)));
        }
    }

    @Test
    void encodesEachPhotoByItself() {
        try (NDManager manager = EngineForTests.manager();
                Networks networks = networks(manager)) {
            RunRenderer renderer = new RunRenderer("ema", networks, networks.generatorWeights(), false, false, manager);

            List<StyleCode> codes = renderer.encode(scenes(0, 2));

            assertThat(renderer.encodes()).isTrue();
            assertThat(codes).hasSize(2);
            assertThat(renderer.encode(scenes(0, 1))).hasSize(1);
        }
    }

    private static Object numbers(WeightTensor tensor) {
        return tensor.type().floating() ? tensor.floats() : tensor.longs(); // the batch counters are integers
    }

    /** Weights that paint in full colours; fresh ones paint grey, in which a batch's statistics are lost to rounding. */
    private static Parameters lively(Networks networks, NDManager manager) {
        return Parameters.from(LivelyWeights.generator(networks.generator().shape(), 1), manager);
    }

    private static List<Example> scenes(int from, int to) {
        return IntStream.range(from, to).mapToObj(SCENES::example).toList();
    }

    private static Networks networks(NDManager manager) {
        Settings settings = Settings.defaults();
        for (String assignment : List.of(
                "image.width=32",
                "image.height=32",
                "load.width=32",
                "load.height=32",
                "generator.ngf=2",
                "generator.hidden=4",
                "generator.style-size=2",
                "encoder.nef=1",
                "discriminator.ndf=2",
                "initialization=xavier")) {
            settings = settings.with(assignment);
        }
        return Networks.fresh(TrainingOptions.of(settings), SCENES.classes().channels(), manager);
    }
}
