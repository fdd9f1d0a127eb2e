package org.limner.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** The fields of custom resources that we use, and no others; each kind after its operator's reference. */
final class CustomResources {
    /** By {@code apiVersion kind}. */
    static final Map<String, Class<?>> KINDS = Map.of(
            "keda.sh/v1alpha1 ScaledObject", ScaledObject.class, "kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class);

    private CustomResources() {}

    record Metadata(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String namespace,
            Map<String, String> labels) {}

    /** KEDA 2.x, "ScaledObject specification". */
    record ScaledObject(
            String apiVersion,
            String kind,
            Metadata metadata,
            @JsonProperty(required = true) Spec spec) {
        record Spec(
                @JsonProperty(required = true) ScaleTargetRef scaleTargetRef,
                int pollingInterval,
                int cooldownPeriod,
                int minReplicaCount,
                int maxReplicaCount,
                @JsonProperty(required = true) Fallback fallback,
                Advanced advanced,
                @JsonProperty(required = true) List<Trigger> triggers) {}

        /** Without kind: a Deployment. */
        record ScaleTargetRef(String name) {}

        record Fallback(int failureThreshold, int replicas) {}

        record Advanced(HorizontalPodAutoscalerConfig horizontalPodAutoscalerConfig) {}

        record HorizontalPodAutoscalerConfig(Behavior behavior) {}

        record Behavior(ScaleDown scaleDown) {}

        record ScaleDown(int stabilizationWindowSeconds, List<Policy> policies) {}

        record Policy(String type, int value, int periodSeconds) {}

        record Trigger(String type, KafkaTrigger metadata) {}

        /** KEDA 2.x, "Apache Kafka" scaler. All values are strings, numbers and booleans too. */
        record KafkaTrigger(
                @JsonProperty(required = true) String bootstrapServers,
                @JsonProperty(required = true) String consumerGroup,
                @JsonProperty(required = true) String topic,
                @JsonProperty(required = true) String lagThreshold,
                @JsonProperty(required = true) String activationLagThreshold,
                @JsonProperty(required = true) String offsetResetPolicy,
                @JsonProperty(required = true) String scaleToZeroOnInvalidOffset,
                String allowIdleConsumers) {}
    }

    /** Strimzi, "KafkaTopicSpec schema reference". */
    record KafkaTopic(
            String apiVersion,
            String kind,
            Metadata metadata,
            @JsonProperty(required = true) Spec spec) {
        record Spec(int partitions, int replicas, Map<String, String> config) {}
    }
}
