package org.limner.trainer.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header
 * {@code {"__metadata__": {..}, name: {"dtype", "shape", "data_offsets": [begin, end]}}}, then the tensors' bytes without gaps.
 *
 * <p>Files may be larger than 2 GiB; one tensor holds at most 2^31 - 9 elements. The order of a {@link StateDict} is the order of
 * the header's keys. Bytes are laid out by falling element size, so that every tensor is aligned to its own elements.
 */
public final class Safetensors {
    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * A file's content.
     *
     * @param metadata strings by name, in the file's order; empty where the file has none
     */
    public record Contents(StateDict tensors, Map<String, String> metadata) {}

    private record Entry(String name, ElementType type, long[] shape, long begin, long end) {}

    private Safetensors() {}

    /** Reads a whole file. Throws {@link WeightFormatException} that names the tensor and the numbers that do not fit. */
    public static Contents read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            JsonNode header = readHeader(file, channel);
            long dataStart = channel.position();
            List<Entry> entries = new ArrayList<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : header.properties()) {
                if (field.getKey().equals(METADATA)) {
                    field.getValue()
                            .properties()
                            .forEach(pair ->
                                    metadata.put(pair.getKey(), pair.getValue().asText()));
                } else {
                    entries.add(entry(file, field.getKey(), field.getValue()));
                }
            }
            checkCoverage(file, entries, channel.size() - dataStart);
            StateDict tensors = new StateDict();
            for (Entry entry : entries) {
                channel.position(dataStart + entry.begin());
                Object values = ElementReader.read(entry.type(), (int) WeightTensor.elements(entry.shape()), channel);
                tensors.put(entry.name(), WeightTensor.ofRead(entry.type(), values, entry.shape()));
            }
            return new Contents(tensors, metadata);
        }
    }

    /** Writes a file that is there whole or not at all, see {@link AtomicFile}. */
    public static void write(Path file, StateDict tensors, Map<String, String> metadata) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = header.putObject(METADATA);
            metadata.forEach(strings::put);
        }
        tensors.names().forEach(header::putObject); // reserves the order of the keys
        List<Map.Entry<String, WeightTensor>> layout =
                new ArrayList<>(tensors.tensors().entrySet());
        layout.sort(Comparator.comparingInt(entry -> -entry.getValue().type().bytes()));
        long end = 0;
        for (Map.Entry<String, WeightTensor> entry : layout) {
            WeightTensor tensor = entry.getValue();
            ObjectNode description = (ObjectNode) header.get(entry.getKey());
            description.put("dtype", tensor.type().name());
            for (var shape = description.putArray("shape"); shape.size() < tensor.rank(); ) {
                shape.add(tensor.size(shape.size()));
            }
            long begin = end;
            end += (long) tensor.elements() * tensor.type().bytes();
            description.putArray("data_offsets").add(begin).add(end);
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + 7) / 8 * 8; // with the length's 8 bytes, data begins at a multiple of 8
        ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded)
                .put(json)
                .put(" ".repeat(padded - json.length).getBytes(StandardCharsets.US_ASCII))
                .flip();
        AtomicFile.write(file, channel -> {
            while (start.hasRemaining()) {
                channel.write(start);
            }
            for (Map.Entry<String, WeightTensor> entry : layout) {
                ElementWriter.write(entry.getValue(), channel);
            }
        });
    }

    private static JsonNode readHeader(Path file, FileChannel channel) throws IOException {
        long length = readFully(file, channel, 8).getLong();
        if (length < 2 || length > MAX_HEADER_BYTES || length > channel.size() - 8) {
            throw new WeightFormatException(
                    file,
                    "header of " + Long.toUnsignedString(length) + " bytes in a file of " + channel.size() + " bytes");
        }
        byte[] json = readFully(file, channel, (int) length).array();
        try {
            JsonNode header = JSON.readTree(json);
            if (!header.isObject()) {
                throw new WeightFormatException(file, "header is no JSON object");
            }
            return header;
        } catch (JsonProcessingException broken) {
            throw new WeightFormatException(file, "header is no JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new WeightFormatException(file, "ends after " + channel.size() + " bytes, inside the header");
            }
        }
        return buffer.flip();
    }

    private static Entry entry(Path file, String name, JsonNode description) throws WeightFormatException {
        JsonNode offsets = description.path("data_offsets");
        JsonNode sizes = description.path("shape");
        if (!sizes.isArray()
                || !offsets.path(0).canConvertToLong()
                || !offsets.path(1).canConvertToLong()) {
            throw new WeightFormatException(file, "tensor '" + name + "' lacks shape or data_offsets");
        }
        ElementType type = type(file, name, description.path("dtype").asText());
        long[] shape = new long[sizes.size()];
        for (int axis = 0; axis < shape.length; axis++) {
            if (!sizes.get(axis).canConvertToLong()) {
                throw new WeightFormatException(file, "tensor '" + name + "' has shape " + sizes);
            }
            shape[axis] = sizes.get(axis).longValue();
        }
        Entry entry = new Entry(
                name, type, shape, offsets.get(0).longValue(), offsets.get(1).longValue());
        long needed;
        try {
            needed = WeightTensor.elements(shape) * type.bytes();
        } catch (IllegalArgumentException tooLarge) {
            throw new WeightFormatException(file, "tensor '" + name + "': " + tooLarge.getMessage(), tooLarge);
        }
        if (entry.begin() < 0 || entry.end() < entry.begin() || entry.end() - entry.begin() != needed) {
            throw new WeightFormatException(
                    file,
                    "tensor '" + name + "' of " + type + " " + sizes + " needs " + needed + " bytes but has offsets "
                            + offsets);
        }
        return entry;
    }

    private static ElementType type(Path file, String name, String dtype) throws WeightFormatException {
        try {
            return ElementType.valueOf(dtype);
        } catch (IllegalArgumentException unknown) {
            throw new WeightFormatException(file, "tensor '" + name + "' has unknown dtype '" + dtype + "'", unknown);
        }
    }

    /** The format forbids gaps and overlaps: bytes that no tensor owns could hide anything. */
    private static void checkCoverage(Path file, List<Entry> entries, long dataBytes) throws WeightFormatException {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long covered = 0;
        for (Entry entry : sorted) {
            if (entry.end() > dataBytes) {
                throw new WeightFormatException(
                        file,
                        "tensor '" + entry.name() + "' ends at byte " + entry.end() + " but the data has " + dataBytes
                                + " bytes");
            }
            if (entry.begin() != covered) {
                throw new WeightFormatException(
                        file,
                        "tensor '" + entry.name() + "' begins at byte " + entry.begin() + " but the one before ends at "
                                + covered);
            }
            covered = entry.end();
        }
        if (covered != dataBytes) {
            throw new WeightFormatException(file, "tensors cover " + covered + " bytes but the data has " + dataBytes);
        }
    }
}
