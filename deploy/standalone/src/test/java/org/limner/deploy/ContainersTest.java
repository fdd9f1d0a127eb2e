package org.limner.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.broker.RenderTopics;
import org.limner.worker.config.KafkaConfig;
import org.limner.worker.config.ServingConfig;
import org.limner.worker.config.WorkerConfig;

/** Images cannot be built without a container engine; what can be known without one is held here. */
class ContainersTest {
    private static final String COMPOSE = "deploy/compose.yaml";
    private static final Pattern VERSION = Pattern.compile("<kafka.version>(.+)</kafka.version>");

    /** The fields of the Compose Specification that we use, and no others. */
    record Compose(String name, Map<String, Service> services, Map<String, JsonNode> volumes) {}

    record Service(
            String image,
            Build build,
            Map<String, String> environment,
            List<String> ports,
            List<String> volumes,
            List<String> command,
            Healthcheck healthcheck,
            Map<String, Condition> depends_on,
            boolean read_only,
            List<String> tmpfs,
            List<String> cap_drop,
            List<String> security_opt,
            String stop_grace_period) {}

    record Build(String context, String dockerfile) {}

    record Healthcheck(List<String> test, String interval, String timeout, int retries) {}

    record Condition(String condition) {}

    @Test
    void composeTellsTheWorkerOnlyWhatItKnows() throws Exception {
        Map<String, String> environment = compose().services().get("worker").environment();
        assertThat(WorkerSettings.unknownNames(environment.keySet())).isEmpty();

        WorkerSettings settings = WorkerSettings.of(environment);
        KafkaConfig kafka = settings.get(KafkaConfig.class);
        assertThat(kafka.jobsTopic()).isEqualTo(RenderTopics.JOBS);
        assertThat(kafka.resultsTopic()).isEqualTo(RenderTopics.RESULTS);
        assertThat(kafka.deadLetterTopic()).isEqualTo(RenderTopics.DEAD_LETTER);
        assertThat(settings.get(ServingConfig.class).device()).isEqualTo("cpu");
        assertThat(settings.get(WorkerConfig.class).id()).isPresent();
        assertThat(java.time.Duration.parse(
                        "PT" + compose().services().get("worker").stop_grace_period()))
                .isGreaterThan(settings.get(WorkerConfig.class).drainTimeout());
    }

    @Test
    void composesWorkerFindsKafkaAndItsBundles() throws Exception {
        Service kafka = compose().services().get("kafka");
        Service worker = compose().services().get("worker");
        String bootstrap = worker.environment().get("LIMNER_KAFKA_BOOTSTRAP_SERVERS");
        assertThat(kafka.environment().get("KAFKA_ADVERTISED_LISTENERS")).contains("INSIDE://" + bootstrap);
        assertThat(compose().services().get("topics").command()).contains(bootstrap);
        assertThat(kafka.healthcheck().test()).contains(bootstrap);
        assertThat(worker.volumes())
                .containsExactly(
                        "./standalone/src/main/bundles:" + worker.environment().get("LIMNER_BUNDLES") + ":ro");
        assertThat(Repository.ROOT
                        .resolve("deploy")
                        .resolve(worker.build().context())
                        .normalize())
                .isEqualTo(Repository.ROOT.resolve("worker/target/quarkus-app"));
        assertThat(Repository.ROOT
                        .resolve("worker/target/quarkus-app")
                        .resolve(worker.build().dockerfile())
                        .normalize())
                .exists();
    }

    @Test
    void composeListensOnThisMachineAlone() throws Exception {
        assertThat(compose().services().values())
                .filteredOn(service -> service.ports() != null)
                .flatExtracting(Service::ports)
                .hasSize(2)
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"))
                .contains("127.0.0.1:" + WorkerSettings.httpPort() + ":" + WorkerSettings.httpPort());
    }

    @Test
    void composesBrokerIsTheVersionThatTheTestsUse() throws Exception {
        Matcher version = VERSION.matcher(Repository.text("pom.xml"));
        assertThat(version.find()).isTrue();
        assertThat(compose().services().get("kafka").image()).isEqualTo("apache/kafka:" + version.group(1));
        assertThat(compose().services().get("topics").image()).isEqualTo("apache/kafka:" + version.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/Dockerfile.cpu", "deploy/Dockerfile.cuda"})
    void dockerfileTellsTheWorkerOnlyWhatItKnows(String file) {
        Map<String, String> environment = environment(file);
        assertThat(environment).containsEntry("QUARKUS_HTTP_HOST", "0.0.0.0");
        assertThat(WorkerSettings.unknownNames(environment.keySet())).isEmpty();
        assertThat(WorkerSettings.of(environment).get(ServingConfig.class).device())
                .isEqualTo(file.endsWith("cpu") ? "cpu" : "cuda:0");
        assertThat(instructions(file, "EXPOSE")).containsExactly("" + WorkerSettings.httpPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/Dockerfile.cpu", "deploy/Dockerfile.cuda", "deploy/Dockerfile.bundles"})
    void imagesArePinnedAndDoNotRunAsRoot(String file) {
        assertThat(instructions(file, "FROM")).isNotEmpty().allSatisfy(base -> assertThat(base)
                .as("a plain name and a tag")
                .matches("[a-z-]+(/[a-z-]+)?:[0-9][a-z0-9.-]+( AS [a-z]+)?"));
        assertThat(instructions(file, "USER"))
                .last()
                .asString()
                .as("by number: Kubernetes cannot tell whether a name is root")
                .matches("[1-9][0-9]*:[1-9][0-9]*");
    }

    /** Quarkus' fast-jar is what is copied, whole: a folder left out is a class not found at start. */
    @ParameterizedTest
    @ValueSource(strings = {"deploy/Dockerfile.cpu", "deploy/Dockerfile.cuda"})
    void dockerfileCopiesTheWholeProgram(String file) {
        assertThat(instructions(file, "COPY"))
                .contains("lib/ lib/", "quarkus-run.jar ./", "quarkus/ quarkus/", "app/ app/");
        assertThat(instructions(file, "ENTRYPOINT"))
                .singleElement()
                .asString()
                .as("the exec form: a shell would swallow SIGTERM")
                .startsWith("[\"java\"")
                .endsWith("\"quarkus-run.jar\"]");
    }

    @Test
    void cudaImageWantsTheCudaBuildOfTheRuntime() {
        assertThat(Repository.text("pom.xml")).contains("<onnxruntime.artifact>onnxruntime_gpu</onnxruntime.artifact>");
        assertThat(instructions("deploy/Dockerfile.cuda", "RUN"))
                .containsExactly("ls lib/main/com.microsoft.onnxruntime.onnxruntime_gpu-*.jar");
    }

    @Test
    void filesOfTheComposeFileExist() {
        assertThat(Files.isExecutable(Repository.ROOT.resolve("deploy/create-topics.sh")))
                .isTrue();
    }

    private static Compose compose() throws Exception {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build()
                .treeToValue(Repository.yaml(COMPOSE), Compose.class);
    }

    /** The arguments of an instruction, with lines joined that end in a backslash. */
    private static List<String> instructions(String file, String name) {
        return Repository.text(file)
                .replaceAll("\\\\\n\\s*", "")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static Map<String, String> environment(String file) {
        return instructions(file, "ENV").stream()
                .flatMap(line -> List.of(line.split("\\s+")).stream())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, TreeMap::new));
    }
}
