package org.limner.trainer.training;

import java.util.Map;

/**
 * How a training goes, over the steps since the last report.
 *
 * @param position          after the last of them
 * @param done              the part of the whole, from 0 to 1
 * @param losses            means by name
 * @param rateFactor        of the learning rate
 * @param imagesPerSecond   examples learned from
 * @param dataWait          the part of the time that waited for data, from 0 to 1
 * @param remainingSeconds  until the training is done, at this speed
 */
public record Report(
        Position position,
        double done,
        Map<String, Double> losses,
        double rateFactor,
        double imagesPerSecond,
        double dataWait,
        double remainingSeconds) {}
