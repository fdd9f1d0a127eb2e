package org.limner.schemas.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The JSON Schemas of the contract.
 *
 * <p>A style's shape is picked by its key with {@code if}, not with {@code oneOf}, which would answer one typo with the
 * violations of every branch; and no schema refers to itself, since a recursive one overflows the validator's stack.
 */
enum ContractSchema {
    RENDER_JOB("render-job"),
    RENDER_RESULT("render-result"),
    MODEL_BUNDLE("model-bundle");

    private final JsonNode document;
    private final Schema schema;

    ContractSchema(String name) {
        this.document = load("/org/limner/schemas/" + name + ".schema.json");
        // Fail fast: the first violation is the one we report, and a vector of 100,000 strings has as many.
        // Lossless narrowing: JSON Schema calls 7.0 an integer, and so must we.
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .failFast(true)
                .losslessNarrowing(true)
                .build();
        this.schema = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(config))
                .getSchema(SchemaLocation.of(document.get("$id").textValue()), document);
        schema.initializeValidators();
    }

    /** Throws with the first violation: the pointer to the field and a sentence with the numbers. */
    void check(JsonNode data) throws InvalidDataException {
        List<Error> errors = schema.validate(data);
        if (!errors.isEmpty()) {
            throw new InvalidDataException(SchemaViolation.describe(errors.get(0), document));
        }
    }

    /** The schema itself. */
    JsonNode document() {
        return document;
    }

    private static JsonNode load(String resource) {
        try (InputStream file = ContractSchema.class.getResourceAsStream(resource)) {
            return StrictJson.MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the schema " + resource, e);
        }
    }
}
