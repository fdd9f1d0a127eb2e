package org.limner.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.broker.RenderTopics;
import org.limner.deploy.CustomResources.ScaledObject;
import org.limner.worker.config.GeneratorConfig;
import org.limner.worker.config.KafkaConfig;
import org.limner.worker.config.ServingConfig;
import org.limner.worker.config.WorkerConfig;

/** What could go wrong: a cluster takes any variable, any path and any port, and the worker is then silently not told. */
class KustomizeTest {
    private static final String CPU = "k8s/overlays/cpu";
    private static final String GPU = "k8s/overlays/gpu";
    private static final String KEDA = "k8s/overlays/keda";

    @ParameterizedTest
    @ValueSource(strings = {CPU, GPU, KEDA})
    void workerKnowsEachOfItsVariables(String overlay) {
        Map<String, String> environment = Manifests.render(overlay).environment();

        assertThat(WorkerSettings.unknownNames(environment.keySet())).isEmpty();
        assertThat(environment).containsKeys("LIMNER_WORKER_ID", "LIMNER_DEVICE", "LIMNER_BUNDLES");
        assertThat(environment).containsEntry("LIMNER_WORKER_ID", "<metadata.name>");
        KafkaConfig kafka = WorkerSettings.of(environment).get(KafkaConfig.class);
        assertThat(kafka.jobsTopic()).isEqualTo(RenderTopics.JOBS);
        assertThat(kafka.highJobsTopic()).isEqualTo(RenderTopics.JOBS_HIGH);
        assertThat(kafka.lowJobsTopic()).isEqualTo(RenderTopics.JOBS_LOW);
        assertThat(kafka.retryTopics()).isEqualTo(String.join(",", RenderTopics.RETRIES));
        assertThat(kafka.resultsTopic()).isEqualTo(RenderTopics.RESULTS);
        assertThat(kafka.deadLetterTopic()).isEqualTo(RenderTopics.DEAD_LETTER);
        assertThat(kafka.groupId())
                .isEqualTo(WorkerSettings.of(Map.of()).get(KafkaConfig.class).groupId());
    }

    @ParameterizedTest
    @ValueSource(strings = {CPU, GPU, KEDA})
    void portAndPathsAreTheWorkers(String overlay) {
        Manifests manifests = Manifests.render(overlay);
        Container worker = manifests.worker();

        assertThat(manifests.environment()).containsEntry("QUARKUS_HTTP_HOST", "0.0.0.0");
        assertThat(worker.getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getContainerPort()).isEqualTo(WorkerSettings.httpPort());
        });
        assertThat(path(worker.getStartupProbe())).isEqualTo(WorkerSettings.healthPath("startup", "started"));
        assertThat(path(worker.getLivenessProbe())).isEqualTo(WorkerSettings.healthPath("liveness", "live"));
        assertThat(path(worker.getReadinessProbe())).isEqualTo(WorkerSettings.healthPath("readiness", "ready"));
        assertThat(manifests
                        .one(Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("prometheus.io/port", "" + WorkerSettings.httpPort())
                .containsEntry("prometheus.io/path", WorkerSettings.metricsPath());
    }

    @ParameterizedTest
    @ValueSource(strings = {CPU, GPU, KEDA})
    void podMeetsTheRestrictedStandard(String overlay) {
        Manifests manifests = Manifests.render(overlay);
        PodSpec pod = manifests.pod();

        assertThat(manifests.one(Namespace.class).getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                .forEach(container -> {
                    SecurityContext context = container.getSecurityContext();
                    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                    assertThat(container.getResources().getLimits()).containsKey("memory");
                });
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(manifests.one(ServiceAccount.class).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(pod.getServiceAccountName())
                .isEqualTo(manifests.one(ServiceAccount.class).getMetadata().getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {CPU, GPU, KEDA})
    void workerDrainsBeforeItIsKilled(String overlay) {
        Manifests manifests = Manifests.render(overlay);
        Duration drain = WorkerSettings.of(manifests.environment())
                .get(WorkerConfig.class)
                .drainTimeout();
        Duration transaction = WorkerSettings.of(manifests.environment())
                .get(KafkaConfig.class)
                .transactionTimeout();
        assertThat(Duration.ofSeconds(manifests.pod().getTerminationGracePeriodSeconds()))
                .isGreaterThan(drain.plus(transaction));
        assertThat(manifests
                        .one(Deployment.class)
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getIntVal())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {CPU, GPU, KEDA})
    void bundlesAreWhereTheWorkerLooks(String overlay) {
        Manifests manifests = Manifests.render(overlay);
        String folder = WorkerSettings.of(manifests.environment())
                .get(ServingConfig.class)
                .bundles()
                .toString();
        assertThat(manifests.worker().getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().equals(folder))
                .singleElement()
                .satisfies(mount -> assertThat(mount.getReadOnly()).isTrue());
        assertThat(manifests.pod().getInitContainers()).singleElement().satisfies(copy -> {
            assertThat(copy.getCommand()).contains(folder + "/");
            assertThat(copy.getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .contains(folder);
        });
        assertThat(manifests.worker().getVolumeMounts())
                .as("a folder to write: ONNX Runtime unpacks its libraries")
                .extracting(VolumeMount::getMountPath)
                .contains("/tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {CPU, GPU, KEDA})
    void selectorsMeetTheWorkersLabels(String overlay) {
        Manifests manifests = Manifests.render(overlay);
        Deployment deployment = manifests.one(Deployment.class);
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(labels)
                .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
        assertThat(labels)
                .containsAllEntriesOf(manifests
                        .one(PodDisruptionBudget.class)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels());
        assertThat(manifests.resources())
                .filteredOn(resource -> !(resource instanceof Namespace))
                .extracting(resource -> resource.getMetadata().getNamespace())
                .containsOnly(manifests.one(Namespace.class).getMetadata().getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {CPU, GPU, KEDA})
    void networkIsClosedButForKafkaNamesAndMetrics(String overlay) {
        Manifests manifests = Manifests.render(overlay);
        List<NetworkPolicy> policies = manifests.all(NetworkPolicy.class);
        assertThat(policies).hasSize(2).anySatisfy(policy -> {
            assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isNullOrEmpty();
            assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
            assertThat(policy.getSpec().getIngress()).isNullOrEmpty();
            assertThat(policy.getSpec().getEgress()).isNullOrEmpty();
        });
        NetworkPolicy worker = policies.stream()
                .filter(policy -> policy.getMetadata().getName().equals("limner-worker"))
                .findFirst()
                .orElseThrow();
        assertThat(worker.getSpec().getIngress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactly(WorkerSettings.httpPort());
        String bootstrap = WorkerSettings.of(manifests.environment())
                .get(KafkaConfig.class)
                .bootstrapServers();
        assertThat(worker.getSpec().getEgress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactlyInAnyOrder(53, 53, Integer.valueOf(bootstrap.substring(bootstrap.indexOf(':') + 1)));
    }

    @Test
    void workerOnProcessorsUsesAsManyThreadsAsItHas() {
        Manifests manifests = Manifests.render(CPU);
        WorkerSettings settings = WorkerSettings.of(manifests.environment());
        assertThat(settings.get(ServingConfig.class).device()).isEqualTo("cpu");
        assertThat(new Quantity("" + settings.get(GeneratorConfig.class).intraOpThreads()))
                .isEqualTo(manifests.worker().getResources().getLimits().get("cpu"));
        assertThat(manifests.worker().getImage()).isEqualTo("limner-worker:0.1.0-cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {GPU, KEDA})
    void workerOnDeviceAsksForOne(String overlay) {
        Manifests manifests = Manifests.render(overlay);
        assertThat(WorkerSettings.of(manifests.environment())
                        .get(ServingConfig.class)
                        .device())
                .isEqualTo("cuda:0");
        assertThat(manifests.worker().getResources().getLimits()).containsEntry("nvidia.com/gpu", new Quantity("1"));
        assertThat(manifests.pod().getTolerations())
                .contains(new Toleration("NoSchedule", "nvidia.com/gpu", "Exists", null, null));
        assertThat(manifests.worker().getImage()).isEqualTo("limner-worker:0.1.0-cuda");
    }

    @Test
    void scalerLooksWhereTheWorkersLookAndLetsThemGoToZero() {
        Manifests manifests = Manifests.render(KEDA);
        KafkaConfig kafka = WorkerSettings.of(manifests.environment()).get(KafkaConfig.class);
        assertThat(manifests.allCustom(ScaledObject.class)).singleElement().satisfies(scaled -> {
            Deployment deployment = manifests.one(Deployment.class);
            assertThat(deployment.getSpec().getReplicas())
                    .as("the scaler owns it")
                    .isNull();
            assertThat(scaled.metadata().namespace())
                    .isEqualTo(deployment.getMetadata().getNamespace());
            assertThat(scaled.spec().scaleTargetRef().name())
                    .isEqualTo(deployment.getMetadata().getName());
            assertThat(scaled.spec().minReplicaCount()).isZero();
            assertThat(scaled.spec().maxReplicaCount())
                    .isEqualTo(TopicsTest.strimzi().get(0).spec().partitions());
            assertThat(scaled.spec().fallback().replicas()).isPositive();
            assertThat(scaled.spec().triggers())
                    .extracting(trigger -> trigger.metadata().topic())
                    .as("every topic that holds jobs")
                    .containsExactlyElementsOf(Stream.concat(
                                    Stream.of(kafka.jobsTopic(), kafka.highJobsTopic(), kafka.lowJobsTopic()),
                                    Stream.of(kafka.retryTopics().split(",")))
                            .toList());
            assertThat(scaled.spec().triggers()).allSatisfy(trigger -> {
                assertThat(trigger.type()).isEqualTo("kafka");
                assertThat(trigger.metadata().bootstrapServers()).isEqualTo(kafka.bootstrapServers());
                assertThat(trigger.metadata().consumerGroup()).isEqualTo(kafka.groupId());
                assertThat(trigger.metadata().offsetResetPolicy()).isEqualTo("earliest");
                assertThat(trigger.metadata().activationLagThreshold()).isEqualTo("0");
                assertThat(trigger.metadata().scaleToZeroOnInvalidOffset()).isEqualTo("false");
            });
        });
    }

    /** The strictness itself: were it lost, every other test here would go on passing. */
    @Test
    void unknownAndMistypedFieldsFail() {
        KubernetesSerialization serialization = new KubernetesSerialization();
        String deployment = "{'apiVersion': 'apps/v1', 'kind': 'Deployment', 'spec': {'template': {'spec': {%s}}}}";
        HasMetadata good = serialization.unmarshal(json(deployment, "'terminationGracePeriodSeconds': 120"));
        HasMetadata typo = serialization.unmarshal(json(deployment, "'terminationGracePeriodSecond': 120"));
        assertThatCode(() -> StrictFields.check(good)).doesNotThrowAnyException();
        assertThatThrownBy(() -> StrictFields.check(typo))
                .hasMessageContaining("Deployment.spec.template.spec")
                .hasMessageContaining("terminationGracePeriodSecond");
        assertThatThrownBy(() -> serialization.unmarshal(json(deployment, "'terminationGracePeriodSeconds': 'long'")))
                .hasStackTraceContaining("terminationGracePeriodSeconds");
        assertThat(WorkerSettings.unknownNames(
                        java.util.Set.of("LIMNER_BATCH_MAXSIZE", "LIMNER_BATCH_MAX_SIZE", "PATH")))
                .containsExactly("LIMNER_BATCH_MAXSIZE");
    }

    private static String json(String template, String fields) {
        return String.format(template, fields).replace('\'', '"');
    }

    private static String path(Probe probe) {
        HTTPGetAction get = probe.getHttpGet();
        assertThat(get.getPort().getStrVal()).isEqualTo("http");
        return get.getPath();
    }
}
