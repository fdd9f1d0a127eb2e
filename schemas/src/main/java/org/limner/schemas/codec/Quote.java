package org.limner.schemas.codec;

/** Words of a stranger inside our messages: short and printable. */
final class Quote {
    /** A model's name, the longest word of the contract that is worth reading, has 64. */
    private static final int MAX_CHARACTERS = 64;

    private Quote() {}

    /** In quotes. */
    static String of(String text) {
        return '"' + shortened(text) + '"';
    }

    /** Without quotes. */
    static String shortened(String text) {
        int characters = text.codePointCount(0, text.length());
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(MAX_CHARACTERS)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .forEach(printable::appendCodePoint);
        return characters <= MAX_CHARACTERS ? printable.toString() : printable + ".. (" + characters + " characters)";
    }
}
