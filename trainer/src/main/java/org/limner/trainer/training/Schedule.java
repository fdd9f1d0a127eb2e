package org.limner.trainer.training;

import org.limner.trainer.config.TrainingOptions;

/** When a training is over, and which part of its learning rate a step takes until then. */
public sealed interface Schedule {
    /** A factor in (0, 1] of the learning rate. */
    double rateFactor(Position position);

    /** The part of the whole that is done, from 0 to 1. */
    double done(Position position);

    default boolean finished(Position position) {
        return done(position) >= 1;
    }

    /** The schedule that the options ask for. */
    static Schedule of(TrainingOptions.Length length, int stepsPerEpoch) {
        return length.minutes() > 0
                ? new ByTime(60 * length.minutes())
                : new ByEpochs(length.epochs(), length.decayEpochs(), length.decay(), stepsPerEpoch);
    }

    /**
     * Full rate, then linearly down, epoch by epoch.
     *
     * @param epochs      at full rate
     * @param decayEpochs after them
     * @param decay       where the way down begins
     */
    record ByEpochs(int epochs, int decayEpochs, TrainingOptions.Decay decay, int stepsPerEpoch) implements Schedule {
        @Override
        public double rateFactor(Position position) {
            long decaying = position.epoch() - epochs + 1; // 1 in the first decay epoch
            if (decaying <= 0) {
                return 1;
            }
            double gone =
                    switch (decay) {
                        case AT_ONCE -> decaying / (decayEpochs + 1.0);
                        case ONE_EPOCH_LATE -> (decaying - 1.0) / decayEpochs;
                    };
            return Math.max(0, 1 - gone);
        }

        @Override
        public double done(Position position) {
            return (double) position.step() / ((long) (epochs + decayEpochs) * stepsPerEpoch);
        }
    }

    /**
     * Full rate for the first half of a span of time, then linearly down to zero at its end: for machines where the
     * hour is what one has.
     */
    record ByTime(double seconds) implements Schedule {
        private static final double SMALLEST = 1e-3; // the last step ends a little after the span

        @Override
        public double rateFactor(Position position) {
            return Math.max(SMALLEST, Math.min(1, 2 * (1 - position.seconds() / seconds)));
        }

        @Override
        public double done(Position position) {
            return Math.min(1, position.seconds() / seconds);
        }
    }
}
