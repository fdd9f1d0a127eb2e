package org.limner.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.limner.schemas.Readme;
import org.limner.schemas.bundle.Architecture;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.bundle.LabelClass;
import org.limner.schemas.bundle.Precision;
import org.limner.schemas.bundle.TrainingRecord;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.Provenance;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;

/** Schemas, records, AsyncAPI document and README say the same four times over; this keeps them from drifting apart. */
class ContractAgreementTest {
    /** Record components whose field has another name, by {@code Record.component}. */
    private static final Map<String, String> RENAMED = Map.of(
            "Output.format", "mediaType",
            "RenderedImage.format", "mediaType",
            "BundleManifest.voidLabel", "void");

    /** Components that travel in the envelope. */
    private static final Set<String> IN_ENVELOPE =
            Set.of("RenderJob.id", "RenderJob.deadline", "RenderJob.traceparent", "RenderResult.traceparent");

    /** Fields that a component implies. */
    private static final Set<String> IMPLIED = Set.of("JobError.turn");

    /** Where a record or class is written down. */
    record Described(ContractSchema schema, String pointer, String type, Set<String> components) {
        static Described record(ContractSchema schema, String pointer, Class<? extends Record> type) {
            return new Described(
                    schema,
                    pointer,
                    type.getSimpleName(),
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.toSet()));
        }

        @Override
        public String toString() {
            return type + " in " + schema + pointer;
        }
    }

    static List<Described> described() {
        ContractSchema job = ContractSchema.RENDER_JOB;
        ContractSchema result = ContractSchema.RENDER_RESULT;
        ContractSchema bundle = ContractSchema.MODEL_BUNDLE;
        return List.of(
                Described.record(job, "", RenderJob.class),
                Described.record(job, "/$defs/model", ModelReference.class),
                Described.record(job, "/$defs/output", Output.class),
                Described.record(job, "/$defs/reference", Payload.Reference.class),
                Described.record(job, "/$defs/sampledStyle", Style.Sampled.class),
                Described.record(job, "/$defs/encodedStyle", Style.Encoded.class),
                // Two classes with arrays, and a record whose two ends are one list in JSON.
                new Described(job, "/$defs/vectorStyle", "Vector", Set.of("vector")),
                new Described(job, "/$defs/interpolatedStyle", "Between", Set.of("between", "at")),
                new Described(job, "/$defs/payload", "Payload", Set.of("inline", "reference")),
                new Described(result, "/$defs/payload", "Payload", Set.of("inline", "reference")),
                Described.record(result, "", RenderResult.class),
                Described.record(result, "/$defs/image", RenderedImage.class),
                Described.record(result, "/$defs/reference", Payload.Reference.class),
                Described.record(result, "/$defs/error", JobError.class),
                Described.record(result, "/$defs/provenance", Provenance.class),
                Described.record(result, "/$defs/timing", Timing.class),
                Described.record(bundle, "", BundleManifest.class),
                Described.record(bundle, "/$defs/architecture", Architecture.class),
                Described.record(bundle, "/$defs/label", LabelClass.class),
                Described.record(bundle, "/$defs/training", TrainingRecord.class));
    }

    @ParameterizedTest
    @MethodSource("described")
    void eachPropertyHasItsComponentAndTheReverse(Described described) {
        Set<String> expected = new TreeSet<>();
        for (String component : described.components()) {
            String qualified = described.type() + "." + component;
            if (!IN_ENVELOPE.contains(qualified)) {
                expected.add(RENAMED.getOrDefault(qualified, component));
            }
        }
        IMPLIED.stream()
                .filter(field -> field.startsWith(described.type() + "."))
                .forEach(field -> expected.add(field.substring(field.indexOf('.') + 1)));

        JsonNode node = described.schema().document().at(described.pointer());
        assertThat(names(node.get("properties"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(ContractSchema.class)
    void eachObjectWithPropertiesIsDescribedHere(ContractSchema schema) {
        Set<String> known = described().stream()
                .filter(described -> described.schema() == schema)
                .map(Described::pointer)
                .collect(Collectors.toSet());
        for (String name : names(schema.document().get("$defs"))) {
            if (schema.document().at("/$defs/" + name).has("properties")) {
                assertThat(known).contains("/$defs/" + name);
            }
        }
    }

    @Test
    void jobAndManifestAreClosedAndResultIsOpen() {
        for (Described described : described()) {
            JsonNode node = described.schema().document().at(described.pointer());
            boolean closed = node.path("additionalProperties").isBoolean()
                    && !node.path("additionalProperties").booleanValue();
            assertThat(closed).as("%s", described).isEqualTo(described.schema() != ContractSchema.RENDER_RESULT);
        }
    }

    @Test
    void wordsOfSchemasAreThoseOfEnums() {
        assertThat(words(ContractSchema.RENDER_RESULT, "/properties/status/enum"))
                .isEqualTo(names(ResultStatus.values()));
        assertThat(words(ContractSchema.RENDER_RESULT, "/$defs/error/properties/code/enum"))
                .isEqualTo(names(ErrorCode.values()));
        assertThat(words(ContractSchema.RENDER_RESULT, "/$defs/error/properties/turn/enum"))
                .isEqualTo(names(ErrorCode.Turn.values()));
        List<String> mediaTypes =
                Arrays.stream(ImageFormat.values()).map(ImageFormat::mediaType).toList();
        assertThat(words(ContractSchema.RENDER_JOB, "/$defs/output/properties/mediaType/enum"))
                .isEqualTo(mediaTypes);
        assertThat(words(ContractSchema.RENDER_RESULT, "/$defs/image/properties/mediaType/enum"))
                .isEqualTo(mediaTypes);
        assertThat(words(ContractSchema.RENDER_JOB, "/$defs/output/properties/delivery/enum"))
                .isEqualTo(lowerCase(Output.Delivery.values()));
        assertThat(words(ContractSchema.MODEL_BUNDLE, "/properties/conditioning/enum"))
                .isEqualTo(Arrays.stream(Conditioning.values())
                        .map(Conditioning::jsonName)
                        .toList());
        assertThat(words(ContractSchema.MODEL_BUNDLE, "/properties/precision/enum"))
                .isEqualTo(Arrays.stream(Precision.values())
                        .map(Precision::jsonName)
                        .toList());
        String architecture = "/$defs/architecture/properties/";
        assertThat(words(ContractSchema.MODEL_BUNDLE, architecture + "input/enum"))
                .isEqualTo(lowerCase(Architecture.Input.values()));
        assertThat(words(ContractSchema.MODEL_BUNDLE, architecture + "upsampling/enum"))
                .isEqualTo(lowerCase(Architecture.Upsampling.values()));
        assertThat(words(ContractSchema.MODEL_BUNDLE, architecture + "normalization/enum"))
                .isEqualTo(lowerCase(Architecture.Normalization.values()));
    }

    @Test
    void defaultsOfSchemaAreThoseOfRecords() {
        JsonNode output = ContractSchema.RENDER_JOB.document().at("/$defs/output/properties");
        assertThat(output.at("/mediaType/default").textValue())
                .isEqualTo(Output.DEFAULT.format().mediaType());
        assertThat(output.at("/quality/default").intValue()).isEqualTo(Output.DEFAULT.quality());
        assertThat(output.at("/delivery/default").textValue())
                .isEqualToIgnoringCase(Output.DEFAULT.delivery().name());
        assertThat(ContractSchema.RENDER_JOB
                        .document()
                        .at("/$defs/seed/maximum")
                        .longValue())
                .isEqualTo(Style.LARGEST_SEED);
    }

    @Test
    void limitsInDescriptionsAreTheDefaults() {
        JobLimits limits = JobLimits.DEFAULT;
        JsonNode properties = ContractSchema.RENDER_JOB.document().get("properties");
        assertThat(properties.at("/mask/description").textValue())
                .contains(limits.maskWidth() + " x " + limits.maskHeight() + " pixels")
                .contains("at most " + limits.payloadBytes() + " bytes");
        assertThat(properties.at("/styles/description").textValue()).contains("at most " + limits.styles());
        assertThat(properties.at("/tags/description").textValue())
                .contains("at most " + limits.tags() + " of " + limits.tagLength());
        assertThat(Readme.table("what", "limit"))
                .contains(
                        List.of("mask", limits.maskWidth() + " x " + limits.maskHeight() + " pixels"),
                        List.of("styles of a job", "" + limits.styles()),
                        List.of("mask and instances inline together, decoded", limits.payloadBytes() + " bytes"),
                        List.of("each style image inline, decoded", limits.payloadBytes() + " bytes"),
                        List.of("tags", limits.tags() + " of " + limits.tagLength() + " characters"),
                        List.of("nesting of the JSON", StrictJson.MAX_DEPTH + " levels"),
                        List.of(
                                "the record",
                                asyncApi().at("/channels/jobs/bindings/kafka/topicConfiguration/max.message.bytes")
                                        + " bytes"));
    }

    @Test
    void readmeExplainsEachErrorCodeAndReason() {
        assertThat(Readme.table("code", "turn"))
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly(Arrays.stream(ErrorCode.values())
                        .map(code -> "`" + code + "` " + code.turn())
                        .toArray(String[]::new));
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            assertThat(Readme.text()).contains("`" + reason + "`");
        }
    }

    @Test
    void asyncApiNamesOurTopics() throws IllegalAccessException {
        Set<String> addresses = new TreeSet<>();
        asyncApi()
                .get("channels")
                .forEach(channel -> addresses.add(channel.get("address").textValue()));
        assertThat(addresses).isEqualTo(constants(Topics.class));
    }

    @Test
    void asyncApiNamesOurHeadersAndTypes() throws IllegalAccessException {
        JsonNode messages = asyncApi().at("/components/messages");
        Set<String> documented = new TreeSet<>();
        documented.addAll(names(messages.at("/renderJob/headers/properties")));
        documented.addAll(names(messages.at("/renderResult/headers/properties")));
        Set<String> ours = constants(CloudEventHeaders.class);
        ours.removeAll(List.of(
                CloudEventHeaders.PREFIX,
                CloudEventHeaders.SPEC_VERSION_1_0,
                CloudEventHeaders.JOB_TYPE,
                CloudEventHeaders.RESULT_TYPE,
                CloudEventHeaders.CANCELLATION_TYPE,
                CloudEventHeaders.JSON,
                CloudEventHeaders.STRUCTURED_JSON));
        assertThat(documented).isEqualTo(ours);
        assertThat(messages.at("/renderJob/headers/properties/ce_type/const").textValue())
                .isEqualTo(messages.at("/renderJob/name").textValue())
                .isEqualTo(CloudEventHeaders.JOB_TYPE);
        assertThat(messages.at("/renderResult/headers/properties/ce_type/const").textValue())
                .isEqualTo(messages.at("/renderResult/name").textValue())
                .isEqualTo(CloudEventHeaders.RESULT_TYPE);

        assertThat(messages.at("/cancellation/headers/properties/ce_type/const").textValue())
                .isEqualTo(messages.at("/cancellation/name").textValue())
                .isEqualTo(CloudEventHeaders.CANCELLATION_TYPE);
        assertThat(names(messages.at("/retry/headers/properties"))).isEqualTo(constants(RetryHeaders.class));

        JsonNode deadLetter = messages.at("/deadLetter/headers/properties");
        assertThat(names(deadLetter)).isEqualTo(constants(DeadLetterHeaders.class));
        assertThat(words(deadLetter.at("/limner-reason/enum"))).isEqualTo(names(DeadLetterReason.values()));
    }

    @Test
    void asyncApiAllowsTheJobIdsThatWeAllow() {
        String pattern = asyncApi().at("/components/schemas/jobId/pattern").textValue();
        assertThat(pattern)
                .isEqualTo(ContractSchema.RENDER_RESULT
                        .document()
                        .at("/properties/job/pattern")
                        .textValue());
        for (String id : new String[] {"a", "A.b_c:d-9", "x".repeat(128), "x".repeat(129), "", "a b", "ä"}) {
            assertThat(id.matches(pattern)).as(id).isEqualTo(isJobId(id));
        }
    }

    /** Each header of the examples is documented, and each required one is there. */
    @ParameterizedTest
    @MethodSource("binaryExamples")
    void headersOfExampleAreDocumented(Example example) {
        String message = example.name().startsWith("job") ? "renderJob" : "renderResult";
        JsonNode headers = asyncApi().at("/components/messages/" + message + "/headers");
        assertThat(names(headers.get("properties")))
                .containsAll(example.headers().keySet());
        assertThat(example.headers().keySet()).containsAll(words(headers.get("required")));
    }

    static List<Example> binaryExamples() {
        return Stream.concat(Example.all("job").stream(), Example.all("result").stream())
                .filter(example -> !example.structured())
                .toList();
    }

    @Test
    void referencesOfAsyncApiResolve() {
        List<String> references = asyncApi().findValuesAsText("$ref");
        assertThat(references).hasSizeGreaterThan(10);
        for (String reference : references) {
            if (reference.startsWith("#/")) {
                assertThat(asyncApi().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(Readme.MODULE.resolve(reference)).exists();
            }
        }
    }

    private static boolean isJobId(String text) {
        try {
            new JobId(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static JsonNode asyncApi() {
        Path file = Readme.MODULE.resolve("asyncapi.yaml");
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The public string constants of a class of constants. */
    private static Set<String> constants(Class<?> type) throws IllegalAccessException {
        Set<String> values = new TreeSet<>();
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                values.add((String) field.get(null));
            }
        }
        return values;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static Collection<String> lowerCase(Enum<?>[] values) {
        return names(values).stream()
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    private static List<String> words(ContractSchema schema, String pointer) {
        return words(schema.document().at(pointer));
    }

    private static List<String> words(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> array.get(i).textValue())
                .toList();
    }
}
