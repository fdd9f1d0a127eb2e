package org.limner.schemas.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.limner.schemas.bundle.BundleManifest;

/** {@code bundle.json} to and from its bytes, checked against its schema. Thread-safe. */
public final class BundleManifestCodec {
    /**
     * UTF-8 JSON, indented, keys in the order of the record, with a line feed at the end on every system: the bundle's
     * digest is that of these bytes.
     */
    public byte[] encode(BundleManifest manifest) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            String json = StrictJson.MAPPER.writer(printer).writeValueAsString(ManifestJson.write(manifest));
            return (json + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree in memory is always written", e);
        }
    }

    /** Throws {@link IllegalArgumentException} that names the field. */
    public BundleManifest decode(byte[] json) {
        try {
            JsonNode data = StrictJson.read(json);
            ContractSchema.MODEL_BUNDLE.check(data);
            return ManifestJson.read(data);
        } catch (InvalidDataException e) {
            throw e.asIllegalArgument("not a bundle manifest");
        }
    }
}
