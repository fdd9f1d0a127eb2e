package org.limner.chaos.fault;

import jakarta.inject.Singleton;
import org.limner.worker.bundle.ModelBundle;
import org.limner.worker.config.KafkaConfig;
import org.limner.worker.generator.Generator;
import org.limner.worker.generator.GeneratorDecorator;

/** Makes every generator of this program's worker one that can fail on purpose. */
@Singleton
final class FaultGenerators implements GeneratorDecorator {
    private final ChaosConfig chaos;
    private final KafkaConfig kafka;

    FaultGenerators(ChaosConfig chaos, KafkaConfig kafka) {
        this.chaos = chaos;
        this.kafka = kafka;
    }

    @Override
    public Generator decorate(ModelBundle bundle, Generator generator) {
        Loopback.require(kafka.bootstrapServers());
        return new FaultGenerator(
                chaos.flat() ? new FlatGenerator(bundle.manifest(), generator) : generator,
                new Attempts(chaos.folder()),
                chaos.maxRenderDelay(),
                chaos.sleep());
    }
}
