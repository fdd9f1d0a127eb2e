package org.limner.trainer.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.limner.trainer.weights.ElementType;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/** State dicts as other versions of torch wrote them. */
class ReferenceWeightsTest {
    private static final float[] W = {3, 0, 4, 0, 5, 0};
    private static final float[] U = {0.6f, 0.8f};

    @Test
    void findsTheRightVectorThatOldTorchDidNotStore() {
        StateDict old = new StateDict()
                .put("up_0.conv_0.weight_orig", WeightTensor.of(W, 2, 3))
                .put("up_0.conv_0.weight_u", WeightTensor.of(U, 2));

        float[] v =
                ReferenceWeights.normalized(old).get("up_0.conv_0.weight_v", 3).floats();

        // W^T u = (1.8, 4, 2.4), of length sqrt(25), and power iteration leaves a unit vector.
        assertThat(v).containsExactly(new float[] {0.36f, 0.8f, 0.48f}, within(1e-6f));
    }

    @Test
    void takesTheDivisorFromTheNormalizedWeightWhereThereIsOne() {
        float divisor = 7;
        float[] divided = new float[W.length];
        for (int i = 0; i < W.length; i++) {
            divided[i] = W[i] / divisor;
        }
        StateDict old = new StateDict()
                .put("c.weight_orig", WeightTensor.of(W, 2, 3))
                .put("c.weight", WeightTensor.of(divided, 2, 3))
                .put("c.weight_u", WeightTensor.of(U, 2));

        StateDict normalized = ReferenceWeights.normalized(old);

        float[] v = normalized.get("c.weight_v", 3).floats();
        double sigma = U[0] * (3 * v[0] + 4 * v[2]) + U[1] * 5 * v[1];
        assertThat(sigma).isCloseTo(divisor, within(1e-5));
        assertThat(normalized.names()).containsExactly("c.weight_orig", "c.weight_u", "c.weight_v");
    }

    @Test
    void takesOffTheWrapperWidensHalvesAndCountsBatches() {
        StateDict wrapped = new StateDict()
                .put("module.fc.weight", WeightTensor.of(ElementType.F16, new float[] {1, 2}, 1, 2))
                .put("module.n.running_var", WeightTensor.of(new double[] {1}, 1));

        StateDict normalized = ReferenceWeights.normalized(wrapped);

        assertThat(normalized.names()).containsExactly("fc.weight", "n.running_var", "n.num_batches_tracked");
        assertThat(normalized.get("fc.weight").type()).isEqualTo(ElementType.F32);
        assertThat(normalized.get("n.running_var").type()).isEqualTo(ElementType.F32);
        assertThat(normalized.get("n.num_batches_tracked").longs()).containsExactly(0);
    }
}
