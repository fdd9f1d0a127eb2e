package org.limner.schemas.codec;

/** JSON pointers (RFC 6901) and how we say them in a sentence. */
final class Pointers {
    private Pointers() {}

    /** {@code /styles} and {@code seed} give {@code /styles/seed}. */
    static String child(String pointer, String name) {
        return pointer + "/" + Quote.shortened(name).replace("~", "~0").replace("/", "~1");
    }

    /** {@code /styles/0/vector/7} is {@code styles[0].vector[7]}; the whole document is "the data". */
    static String spoken(String pointer) {
        if (pointer.isEmpty()) {
            return "the data";
        }
        StringBuilder spoken = new StringBuilder();
        for (String step : pointer.substring(1).split("/", -1)) {
            String name = Quote.shortened(step.replace("~1", "/").replace("~0", "~"));
            if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                spoken.append('[').append(name).append(']');
            } else {
                spoken.append(spoken.length() == 0 ? "" : ".").append(name);
            }
        }
        return spoken.toString();
    }
}
