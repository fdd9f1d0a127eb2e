package org.limner.worker.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Another value, another name, one more or one less, somewhere in a JSON tree. */
final class JsonMutations {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of(
            "model",
            "mask",
            "styles",
            "seed",
            "image",
            "vector",
            "between",
            "at",
            "inline",
            "reference",
            "uri",
            "output",
            "delivery",
            "tags",
            "",
            "__proto__");

    private JsonMutations() {}

    static JsonNode mutate(JsonNode tree, RandomGenerator random) {
        JsonNode mutated = tree.deepCopy();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            List<JsonNode> containers = new ArrayList<>();
            collect(mutated, containers);
            if (containers.isEmpty()) {
                return mutated;
            }
            JsonNode container = containers.get(random.nextInt(containers.size()));
            if (container instanceof ObjectNode object) {
                change(object, random);
            } else {
                change((ArrayNode) container, random);
            }
        }
        return mutated;
    }

    private static void change(ObjectNode object, RandomGenerator random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String other = NAMES.get(random.nextInt(NAMES.size()));
        if (names.isEmpty()) {
            object.set(other, value(random));
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(other, value(random));
            case 2 -> object.set(other, object.remove(name));
            default -> object.set(name, value(random));
        }
    }

    private static void change(ArrayNode array, RandomGenerator random) {
        int at = random.nextInt(array.size() + 1);
        switch (random.nextInt(4)) {
            case 0 -> array.removeAll();
            case 1 -> array.insert(at, value(random));
            case 2 -> {
                JsonNode one = array.isEmpty() ? NODES.objectNode() : array.get(0);
                for (int i = random.nextInt(100); i > 0; i--) {
                    array.add(one.deepCopy());
                }
            }
            default -> {
                if (!array.isEmpty()) {
                    array.set(at % array.size(), value(random));
                }
            }
        }
    }

    private static JsonNode value(RandomGenerator random) {
        return switch (random.nextInt(14)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(-1);
            case 3 -> NODES.numberNode(Long.MAX_VALUE);
            case 4 -> NODES.numberNode(0.5);
            case 5 -> NODES.numberNode(new BigDecimal("1e400"));
            case 6 -> NODES.numberNode(1L << 53);
            case 7 -> NODES.textNode("");
            case 8 -> NODES.textNode("\u0000\uD800\u202E" + "x".repeat(random.nextInt(2000)));
            case 9 -> NODES.textNode("file:///etc/passwd");
            case 10 -> NODES.textNode("s3://" + "%2e%2e/".repeat(random.nextInt(20)));
            case 11 -> NODES.objectNode().set("between", NODES.arrayNode().add(NODES.objectNode()));
            case 12 -> nested(random.nextInt(30));
            default -> NODES.arrayNode().add(1);
        };
    }

    private static JsonNode nested(int levels) {
        ArrayNode innermost = NODES.arrayNode();
        ArrayNode outermost = innermost;
        for (int i = 0; i < levels; i++) {
            outermost = NODES.arrayNode().add(outermost);
        }
        return outermost;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
        }
        node.forEach(child -> collect(child, containers));
    }
}
