package org.limner.worker;

import jakarta.inject.Singleton;
import org.limner.worker.config.BatchConfig;
import org.limner.worker.config.GeneratorConfig;
import org.limner.worker.config.KafkaConfig;
import org.limner.worker.config.LimitsConfig;
import org.limner.worker.config.PipelineConfig;
import org.limner.worker.config.S3Config;
import org.limner.worker.config.ServingConfig;
import org.limner.worker.config.StoreConfig;
import org.limner.worker.config.WorkerConfig;

/** All that can be set, as one value. */
@Singleton
final class WorkerSettings {
    private final ServingConfig serving;
    private final WorkerConfig worker;
    private final KafkaConfig kafka;
    private final BatchConfig batch;
    private final GeneratorConfig generator;
    private final PipelineConfig pipeline;
    private final LimitsConfig limits;
    private final StoreConfig store;
    private final S3Config s3;
    private final String id;

    WorkerSettings(
            ServingConfig serving,
            WorkerConfig worker,
            KafkaConfig kafka,
            BatchConfig batch,
            GeneratorConfig generator,
            PipelineConfig pipeline,
            LimitsConfig limits,
            StoreConfig store,
            S3Config s3) {
        this.serving = serving;
        this.worker = worker;
        this.kafka = kafka;
        this.batch = batch;
        this.generator = generator;
        this.pipeline = pipeline;
        this.limits = limits;
        this.store = store;
        this.s3 = s3;
        this.id = WorkerIdentity.of(worker.id());
    }

    ServingConfig serving() {
        return serving;
    }

    WorkerConfig worker() {
        return worker;
    }

    KafkaConfig kafka() {
        return kafka;
    }

    BatchConfig batch() {
        return batch;
    }

    GeneratorConfig generator() {
        return generator;
    }

    PipelineConfig pipeline() {
        return pipeline;
    }

    LimitsConfig limits() {
        return limits;
    }

    StoreConfig store() {
        return store;
    }

    S3Config s3() {
        return s3;
    }

    /** The replica's name. */
    String id() {
        return id;
    }
}
