package org.limner.worker.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Guesses from the first bytes what a file is, so that an error can say what came instead of a picture. */
public final class FileSignature {
    /** The first eight bytes of every PNG file (PNG specification, third edition, section 5.2). */
    private static final byte[] PNG = bytes("89504e470d0a1a0a");

    private static final byte[] JPEG = bytes("ffd8ff");

    private static final List<Known> OTHERS = List.of(
            new Known("a GIF file", bytes("47494638")),
            new Known("a BMP file", bytes("424d")),
            new Known("a TIFF file", bytes("49492a00")),
            new Known("a TIFF file", bytes("4d4d002a")),
            new Known("a RIFF file, as WebP is", bytes("52494646")),
            new Known("a PDF file", bytes("25504446")),
            new Known("a ZIP file, as NumPy's .npz is", bytes("504b0304")),
            new Known("a NumPy array", bytes("934e554d5059")),
            new Known("a gzip file", bytes("1f8b")));

    private FileSignature() {}

    public static boolean isPng(byte[] file) {
        return startsWith(file, PNG);
    }

    public static boolean isJpeg(byte[] file) {
        return startsWith(file, JPEG);
    }

    /** For the end of a sentence: {@code a JPEG file}, {@code empty}, {@code an HTML page}, or the first bytes. */
    public static String describe(byte[] file) {
        if (file.length == 0) {
            return "empty";
        }
        if (isPng(file)) {
            return "a PNG file";
        }
        if (isJpeg(file)) {
            return "a JPEG file";
        }
        for (Known known : OTHERS) {
            if (startsWith(file, known.signature())) {
                return known.name();
            }
        }
        if (file.length < PNG.length && startsWith(PNG, file)) {
            return "the first " + file.length + " bytes of a PNG file";
        }
        return describeText(file);
    }

    private static String describeText(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 64), StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "an HTML page";
        }
        if (start.startsWith("<?xml") || start.startsWith("<svg")) {
            return "an XML document";
        }
        if (start.startsWith("{") || start.startsWith("[")) {
            return "JSON text";
        }
        if (start.startsWith("data:")) {
            return "a data URI; send the base64 after its comma only";
        }
        // Base64 of a PNG's signature: what a client gets that encodes twice.
        if (start.startsWith("ivborw0kggo")) {
            return "base64 text of a PNG file, so encoded twice";
        }
        int shown = Math.min(file.length, PNG.length);
        return file.length + " bytes that begin with " + HexFormat.of().formatHex(file, 0, shown);
    }

    private static boolean startsWith(byte[] file, byte[] signature) {
        if (file.length < signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if (file[i] != signature[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Known(String name, byte[] signature) {}
}
