package org.limner.trainer.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.weights.AtomicFile;

/**
 * What the labels of a data set mean: the file {@code classes.json} beside its pictures, and a copy of it in each run.
 *
 * @param name      of the data set, for people
 * @param license   of the pictures, a sentence
 * @param source    where the pictures are from, a sentence
 * @param voidLabel the id in label files that says "none of these"; it becomes the index {@link #count()}
 * @param classes   index = label id = channel
 * @param flipSwaps pairs of labels that change places when a picture is mirrored (left and right eye); each pair in
 *                  both directions
 * @param voidColor what is void in label files that hold colours, as {@code 0xRRGGBB}; none: black, unless a class is
 *                  black
 */
public record ClassTable(
        String name,
        String license,
        String source,
        OptionalInt voidLabel,
        List<LabelClass> classes,
        Map<Integer, Integer> flipSwaps,
        OptionalInt voidColor) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

    public ClassTable {
        classes = List.copyOf(classes);
        flipSwaps = Map.copyOf(flipSwaps);
        check(!classes.isEmpty(), "a class table needs at least one class");
        for (int i = 0; i < classes.size(); i++) {
            check(
                    classes.get(i).id() == i,
                    "class at index " + i + " has id " + classes.get(i).id());
        }
        int count = classes.size();
        check(voidColor.isEmpty() || voidLabel.isPresent(), "there is a voidColor but no void");
        check(
                voidLabel.isEmpty() || voidLabel.getAsInt() >= count,
                "void is " + voidLabel + " but that is the id of a class");
        for (Map.Entry<Integer, Integer> swap : flipSwaps.entrySet()) {
            int left = swap.getKey();
            int right = swap.getValue();
            check(
                    left >= 0 && left < count && right >= 0 && right < count,
                    "flip swap " + left + " <-> " + right + " names a label beyond the " + count + " classes");
            check(
                    Integer.valueOf(left).equals(flipSwaps.get(right)),
                    "flip swap " + left + " -> " + right + " has no way back");
        }
    }

    /** A table that says nothing about void's colour. */
    public ClassTable(
            String name,
            String license,
            String source,
            OptionalInt voidLabel,
            List<LabelClass> classes,
            Map<Integer, Integer> flipSwaps) {
        this(name, license, source, voidLabel, classes, flipSwaps, OptionalInt.empty());
    }

    /** Number of classes, without void. */
    public int count() {
        return classes.size();
    }

    /** Channels of a one-hot label map: the classes, and one for void where there is such a label. */
    public int channels() {
        return count() + (voidLabel.isPresent() ? 1 : 0);
    }

    /** Whether somebody said what the labels are; see {@link LabelColors#unnamed}. */
    public boolean named() {
        return !classes.equals(LabelColors.unnamed(count()));
    }

    /**
     * The first thing in which these labels mean something else than others: how many there are, void, a name. Labels that
     * nobody named differ from no name, and in void only by whether there is one. Colours do not
     * count: files that hold colours are read with the table beside them.
     *
     * @return such as {@code label 3 is 'sky' against 'sea'}; none: the same labels
     */
    public Optional<String> difference(ClassTable other) {
        boolean bothNamed = named() && other.named();
        boolean sameVoid =
                bothNamed ? voidLabel.equals(other.voidLabel) : voidLabel.isPresent() == other.voidLabel.isPresent();
        if (count() != other.count() || !sameVoid) {
            return Optional.of("%s against %s".formatted(extent(), other.extent()));
        }
        return IntStream.range(0, bothNamed ? count() : 0)
                .filter(id ->
                        !classes.get(id).name().equals(other.classes.get(id).name()))
                .mapToObj(id -> "label %d is '%s' against '%s'"
                        .formatted(
                                id,
                                classes.get(id).name(),
                                other.classes.get(id).name()))
                .findFirst();
    }

    /** {@code 182 labels and void 255}, for messages. */
    String extent() {
        return count() + " labels and " + (voidLabel.isPresent() ? "void " + voidLabel.getAsInt() : "no void");
    }

    /** The index an id in a label file becomes, or -1 if the table knows no such id. */
    public int indexOf(int id) {
        if (id >= 0 && id < count()) {
            return id;
        }
        return voidLabel.isPresent() && voidLabel.getAsInt() == id ? count() : -1;
    }

    /**
     * Reads {@code classes.json}.
     *
     * @throws DatasetException if the file is not there or says something impossible; the message names it
     */
    public static ClassTable read(Path file) {
        try {
            return read(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
    }

    /** The same of bytes from {@code origin}. */
    static ClassTable read(byte[] json, String origin) throws IOException {
        try {
            return of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new DatasetException(origin + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new DatasetException(origin + ": " + e.getMessage(), e);
        }
    }

    /** Writes what {@link #read} reads. */
    public void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("name", name).put("license", license).put("source", source);
        if (voidLabel.isPresent()) {
            root.put("void", voidLabel.getAsInt());
        } else {
            root.putNull("void");
        }
        voidColor.ifPresent(rgb -> root.put("voidColor", "#%06x".formatted(rgb)));
        ArrayNode list = root.putArray("classes");
        classes.forEach(
                c -> list.addObject().put("id", c.id()).put("name", c.name()).put("color", c.color()));
        ArrayNode swaps = root.putArray("flipSwaps");
        flipSwaps.entrySet().stream()
                .filter(swap -> swap.getKey() <= swap.getValue())
                .sorted(Map.Entry.comparingByKey())
                .forEach(swap -> swaps.addArray().add(swap.getKey()).add(swap.getValue()));
        AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }

    private static ClassTable of(JsonNode root) {
        List<LabelClass> classes = new ArrayList<>();
        for (JsonNode entry : required(root, "classes", JsonNode::isArray, "a list")) {
            classes.add(new LabelClass(
                    required(entry, "id", JsonNode::isInt, "an integer").intValue(),
                    required(entry, "name", JsonNode::isTextual, "a text").textValue(),
                    required(entry, "color", JsonNode::isTextual, "a text").textValue()));
        }
        Map<Integer, Integer> swaps = new LinkedHashMap<>();
        for (JsonNode pair : root.path("flipSwaps")) {
            check(
                    pair.isArray()
                            && pair.size() == 2
                            && pair.get(0).isInt()
                            && pair.get(1).isInt(),
                    "flipSwaps holds pairs of ids, not " + pair);
            swaps.put(pair.get(0).intValue(), pair.get(1).intValue());
            swaps.put(pair.get(1).intValue(), pair.get(0).intValue());
        }
        JsonNode ignored = root.path("void");
        check(ignored.isMissingNode() || ignored.isNull() || ignored.isInt(), "void is an id or null, not " + ignored);
        return new ClassTable(
                required(root, "name", JsonNode::isTextual, "a text").textValue(),
                root.path("license").asText("not stated"),
                root.path("source").asText("not stated"),
                ignored.isInt() ? OptionalInt.of(ignored.intValue()) : OptionalInt.empty(),
                classes,
                swaps,
                voidColor(root.path("voidColor")));
    }

    private static OptionalInt voidColor(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        check(COLOR.matcher(value.asText()).matches(), "voidColor is #rrggbb, not " + value);
        return OptionalInt.of(Integer.parseInt(value.asText().substring(1), 16));
    }

    private static JsonNode required(JsonNode object, String key, Predicate<JsonNode> isOfKind, String kind) {
        JsonNode value = object.path(key);
        check(
                isOfKind.test(value),
                "'" + key + "' must be " + kind + " but is " + (value.isMissingNode() ? "not there" : value));
        return value;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
