package org.limner.trainer.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.bundle.TrainingRecord;
import org.limner.trainer.bundle.BundleContents;
import org.limner.trainer.bundle.SampleMask;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.LabelColors;
import org.limner.trainer.weights.StateDict;

/**
 * Weights of the reference implementation and what a person knows about them.
 *
 * @param generator a {@code .pth} file, or safetensors under the same names
 * @param encoder   likewise; null: none
 * @param options   the reference's
 * @param classes   what the labels mean; null: unnamed labels
 * @param data      the name of the data it learned from
 * @param command   that asked for the import
 */
public record ReferenceImport(
        Path generator,
        @Nullable Path encoder,
        ReferenceOptions options,
        @Nullable ClassTable classes,
        String data,
        String command) {

    /**
     * Reads the files and puts a bundle together.
     *
     * @param conditioning chooses the graph's inputs
     * @throws IOException                                 if a file is broken; the message names it and the tensor
     * @throws ConfigException if weights and options disagree, with both numbers
     * @throws IllegalArgumentException                    that names every tensor which is missing, too many or of another shape
     */
    public BundleContents bundle(
            String name,
            int version,
            Function<Architecture, Conditioning> conditioning,
            Precision precision,
            String licence)
            throws IOException {
        StateDict weights = ReferenceWeights.read(generator, NetworkKind.GENERATOR);
        ReferenceNetwork network = network(weights);
        ClassTable table = classes(network);
        TrainingRecord training = new TrainingRecord(TrainingRecord.IMPORTED, command, data, 0, 0, 0, Map.of());
        return new BundleContents(
                name,
                version,
                network.shape(),
                table,
                network.instances(),
                weights,
                encoder == null ? Optional.empty() : Optional.of(ReferenceWeights.read(encoder, NetworkKind.ENCODER)),
                conditioning.apply(network.shape().architecture()),
                precision,
                licence,
                training,
                List.of(SampleMask.drawn(table, network.shape())));
    }

    /** What the generator is; throws as {@link #bundle} does. */
    ReferenceNetwork network(StateDict weights) {
        try {
            return ReferenceNetwork.of(weights, options);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(
                    generator.getFileName() + " is not a SPADE generator's: " + unfit.getMessage(), unfit);
        }
    }

    /** The labels' names, or what stands for them. */
    ClassTable classes(ReferenceNetwork network) {
        return classes != null
                ? classes
                : new ClassTable(
                        data,
                        "not stated",
                        "not stated",
                        network.voidLabel(),
                        LabelColors.unnamed(network.labels()),
                        Map.of());
    }
}
