package org.limner.trainer.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a training goes, over the steps since the last report.
 *
 * @param step              taken in all, after the last of them
 * @param epoch             passes over the data completed
 * @param seconds           of training in all, those before a resume included
 * @param done              the part of the whole, from 0 to 1
 * @param losses            means by name, in the order of the step
 * @param rateFactor        of the learning rates
 * @param generatorRate     Adam's step for generator and encoder; NaN in logs that do not say
 * @param discriminatorRate Adam's step for the discriminator; likewise
 * @param imagesPerSecond   examples learned from
 * @param dataWait          the part of the time that waited for data, from 0 to 1
 * @param residentBytes     memory of the process, where the system says so
 * @param brokenExamples    that were skipped since this process began, where somebody counts them
 * @param remainingSeconds  until the training is done, at this speed; NaN in logs that do not say
 */
public record Report(
        long step,
        long epoch,
        double seconds,
        double done,
        Map<String, Double> losses,
        double rateFactor,
        double generatorRate,
        double discriminatorRate,
        double imagesPerSecond,
        double dataWait,
        OptionalLong residentBytes,
        OptionalLong brokenExamples,
        double remainingSeconds) {
    public Report {
        if (step < 0 || epoch < 0) {
            throw new IllegalArgumentException("step %d and epoch %d cannot be".formatted(step, epoch));
        }
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }
}
