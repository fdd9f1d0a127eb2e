package org.limner.schemas.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A CloudEvent 1.0 on its way into a record, in either mode. */
final class EventWriter {
    private final Map<String, String> attributes = new LinkedHashMap<>();

    EventWriter(String id, String source, String type) {
        attributes.put("specversion", CloudEventHeaders.SPEC_VERSION_1_0);
        attributes.put("id", id);
        attributes.put("source", source);
        attributes.put("type", type);
    }

    EventWriter with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    EncodedRecord binary(String key, JsonNode data) {
        Map<String, String> headers = new LinkedHashMap<>();
        attributes.forEach((name, value) -> headers.put(header(name), value));
        headers.put(CloudEventHeaders.CONTENT_TYPE, CloudEventHeaders.JSON);
        return new EncodedRecord(key, headers, bytes(data));
    }

    EncodedRecord structured(String key, JsonNode data) {
        ObjectNode event = StrictJson.MAPPER.createObjectNode();
        attributes.forEach(event::put);
        event.put("datacontenttype", CloudEventHeaders.JSON);
        event.set("data", data);
        Map<String, String> headers = Map.of(CloudEventHeaders.CONTENT_TYPE, CloudEventHeaders.STRUCTURED_JSON);
        return new EncodedRecord(key, headers, bytes(event));
    }

    /** The trace context goes where tracing agents look for it. */
    private static String header(String attribute) {
        return attribute.equals("traceparent") ? CloudEventHeaders.TRACE_PARENT : CloudEventHeaders.PREFIX + attribute;
    }

    static byte[] bytes(JsonNode json) {
        try {
            return StrictJson.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree in memory is always written", e);
        }
    }
}
