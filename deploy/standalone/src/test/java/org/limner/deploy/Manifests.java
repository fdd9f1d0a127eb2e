package org.limner.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rendered kustomization, read as strictly as a cluster with server-side validation does: a field that no type knows
 * fails. Kubernetes' own kinds are fabric8's types, custom resources the records beside this class.
 */
final class Manifests {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final List<HasMetadata> resources = new ArrayList<>();
    private final List<Object> customResources = new ArrayList<>();

    private Manifests() {}

    static Manifests render(String folder) {
        Manifests manifests = new Manifests();
        KubernetesSerialization serialization = new KubernetesSerialization();
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(Repository.rendered(folder))) {
            while (documents.hasNext()) {
                manifests.add(documents.next(), serialization);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder, e);
        }
        return manifests;
    }

    private void add(JsonNode document, KubernetesSerialization serialization) throws IOException {
        String kind = document.get("apiVersion").textValue() + " "
                + document.get("kind").textValue();
        Class<?> custom = CustomResources.KINDS.get(kind);
        if (custom != null) {
            customResources.add(STRICT.treeToValue(document, custom));
            return;
        }
        HasMetadata resource = serialization.unmarshal(document.toString());
        assertThat(resource)
                .as("%s is a kind of Kubernetes or has a record in CustomResources", kind)
                .isNotInstanceOf(GenericKubernetesResource.class);
        StrictFields.check(resource);
        // A port in quotes is a number to these types and an error to a cluster.
        assertThat(new ObjectMapper().readTree(serialization.asJson(resource)))
                .as("%s, read and written again", kind)
                .isEqualTo(document);
        resources.add(resource);
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type) {
        assertThat(all(type)).as(type.getSimpleName()).hasSize(1);
        return all(type).get(0);
    }

    <T> List<T> allCustom(Class<T> type) {
        return customResources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<HasMetadata> resources() {
        return resources;
    }

    PodSpec pod() {
        return one(Deployment.class).getSpec().getTemplate().getSpec();
    }

    Container worker() {
        assertThat(pod().getContainers()).extracting(Container::getName).containsExactly("worker");
        return pod().getContainers().get(0);
    }

    /** What the worker's process sees: the config map it names, and its own variables above. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        worker().getEnvFrom()
                .forEach(source -> environment.putAll(all(ConfigMap.class).stream()
                        .filter(map -> map.getMetadata()
                                .getName()
                                .equals(source.getConfigMapRef().getName()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no config map " + source.getConfigMapRef()))
                        .getData()));
        for (EnvVar variable : worker().getEnv()) {
            environment.put(
                    variable.getName(),
                    variable.getValue() != null
                            ? variable.getValue()
                            : "<" + variable.getValueFrom().getFieldRef().getFieldPath() + ">");
        }
        return environment;
    }
}
