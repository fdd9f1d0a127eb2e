package org.limner.trainer.training;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.config.TrainingOptions;
import org.limner.trainer.evaluation.Renderer;
import org.limner.trainer.network.Parameters;
import org.limner.trainer.weights.StateDict;

/**
 * The generators that a checkpoint holds, side by side: {@code train-bn}, the last step's weights with statistics of the
 * batch; {@code eval-bn}, the same with the running ones, as the reference tests; {@code ema}, the running average, as it is
 * exported. Owns their weights.
 */
public final class RunRenderers implements AutoCloseable {
    private static final String ALL = "all";

    private final NDManager manager = TensorEngine.newManager();
    private final Networks networks;
    private final List<Renderer> renderers = new ArrayList<>();

    /**
     * @param which {@code all} or one of the names
     * @throws ConfigException if the checkpoint does not fit the run's settings, or has no running average when that is asked for
     */
    public RunRenderers(RunFolder folder, Checkpoint checkpoint, String which) {
        TrainingOptions options = TrainingOptions.of(folder.settings());
        boolean edges = options.image().instances();
        StateDict average = checkpoint.state().under(Checkpoint.AVERAGE);
        try {
            networks = Networks.restored(options, folder.classes().channels(), checkpoint.state(), manager);
            if (which.equals(ALL) || which.equals("train-bn")) {
                Parameters own = Parameters.from(checkpoint.generator(), manager);
                renderers.add(new RunRenderer("train-bn", networks, own, true, edges, manager));
            }
            if (which.equals(ALL) || which.equals("eval-bn")) {
                renderers.add(new RunRenderer("eval-bn", networks, networks.generatorWeights(), false, edges, manager));
            }
            if ((which.equals(ALL) || which.equals("ema")) && !average.isEmpty()) {
                renderers.add(
                        new RunRenderer("ema", networks, Parameters.from(average, manager), false, edges, manager));
            }
            if (renderers.isEmpty()) {
                throw new ConfigException("weights = " + which + " but " + folder.path() + " has no running average");
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** At least one. */
    public List<Renderer> list() {
        return List.copyOf(renderers);
    }

    @Override
    public void close() {
        networks.close();
        manager.close();
    }
}
