package org.limner.trainer.bundle;

import java.util.List;
import java.util.Optional;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.bundle.TrainingRecord;
import org.limner.schemas.job.ModelReference;
import org.limner.trainer.config.GeneratorShape;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.network.ImageEncoder;
import org.limner.trainer.network.SpadeGenerator;
import org.limner.trainer.weights.StateDict;

/**
 * Everything a bundle is made of.
 *
 * @param name      1 to 64 lower-case letters, digits and hyphens
 * @param version   from 1
 * @param shape     of the generator
 * @param classes   what its label channels mean
 * @param instances whether its last input channel is the instance edge
 * @param generator its weights
 * @param encoder   weights of the image encoder; empty: the bundle has none
 * @param conditioning which inputs the generator's graph takes
 * @param precision fp32, fp16-weights or fp16
 * @param licence   an SPDX expression or a sentence
 * @param training  how the weights came to be
 * @param samples   masks for {@code sample.png}, at least one
 */
public record BundleContents(
        String name,
        int version,
        GeneratorShape shape,
        ClassTable classes,
        boolean instances,
        StateDict generator,
        Optional<StateDict> encoder,
        Conditioning conditioning,
        Precision precision,
        String licence,
        TrainingRecord training,
        List<SampleMask> samples) {
    /** Throws {@link IllegalArgumentException} that names what does not fit together, with both numbers. */
    public BundleContents {
        ModelReference.checkName(name);
        samples = List.copyOf(samples);
        checkChannels(shape, classes, instances);
        SpadeGenerator.of(shape, generator).check(generator);
        if (encoder.isPresent()) {
            if (!shape.readsStyle()) {
                throw new IllegalArgumentException("the generator reads no style, so an encoder has no use");
            }
            int styleSize = ImageEncoder.of(encoder.get()).styleSize();
            if (styleSize != shape.styleSize()) {
                throw new IllegalArgumentException("the encoder finds styles of " + styleSize
                        + " numbers but the generator reads " + shape.styleSize());
            }
        }
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("a bundle needs at least one sample mask");
        }
    }

    /** Throws {@link IllegalArgumentException} with both numbers unless labels, void and edges are what the generator reads. */
    public static void checkChannels(GeneratorShape shape, ClassTable classes, boolean instances) {
        int channels = classes.channels() + (instances ? 1 : 0);
        if (channels != shape.inputChannels()) {
            throw new IllegalArgumentException(
                    "the generator reads " + shape.inputChannels() + " channels but " + classes.count()
                            + " labels" + (classes.voidLabel().isPresent() ? ", void" : "")
                            + (instances ? ", instance edges" : "")
                            + " make " + channels);
        }
    }
}
