package org.limner.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.limner.schemas.Readme;

/** A golden record of {@code examples/}: key, headers and value as one JSON file. */
record Example(String name, String key, Map<String, String> headers, JsonNode value) {
    static final Path FOLDER = Readme.MODULE.resolve("examples");

    static List<Example> all(String prefix) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix + "-"))
                    .sorted()
                    .map(Example::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Example load(String fileName) {
        try {
            JsonNode file = StrictJson.MAPPER.readTree(Files.readAllBytes(FOLDER.resolve(fileName)));
            Map<String, String> headers = new LinkedHashMap<>();
            file.get("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().textValue()));
            return new Example(fileName, file.get("key").textValue(), headers, file.get("value"));
        } catch (IOException e) {
            throw new UncheckedIOException(fileName, e);
        }
    }

    boolean structured() {
        return name.endsWith(".structured.json");
    }

    /** The event's source, wherever the mode puts it. */
    String source() {
        return structured() ? value.get("source").textValue() : headers.get(CloudEventHeaders.SOURCE);
    }

    Map<String, byte[]> headerBytes() {
        return bytes(headers);
    }

    byte[] valueBytes() {
        return value.toString().getBytes(UTF_8);
    }

    static Map<String, byte[]> bytes(Map<String, String> headers) {
        Map<String, byte[]> bytes = new HashMap<>();
        headers.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
        return bytes;
    }

    @Override
    public String toString() {
        return name;
    }
}
