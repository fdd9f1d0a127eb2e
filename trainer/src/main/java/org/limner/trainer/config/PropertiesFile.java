package org.limner.trainer.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Keys and values in a file, in the format of {@link Properties} and in UTF-8. */
public final class PropertiesFile {
    private PropertiesFile() {}

    /**
     * @throws ConfigException if it cannot be read or is no such file; the message names it
     */
    public static Map<String, String> read(Path file) {
        try {
            return entries(new StringReader(Files.readString(file)), file.toString());
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is no properties file: it is not text in UTF-8", e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e, e);
        }
    }

    /** One that comes along, by its absolute name on the class path. */
    public static Map<String, String> resource(String name) {
        try (InputStream in = PropertiesFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return entries(new InputStreamReader(in, StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new ConfigException(name + " cannot be read: " + e, e);
        }
    }

    private static Map<String, String> entries(Reader text, String origin) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(text);
        } catch (IllegalArgumentException e) { // an escape without its four digits
            throw new ConfigException(origin + ": " + e.getMessage(), e);
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (String key : properties.stringPropertyNames()) {
            entries.put(key, properties.getProperty(key));
        }
        return entries;
    }

    /** A line {@code key = value} under a comment, as {@link #read} takes it back, and an empty line. */
    public static String entry(String comment, String key, String value) {
        StringBuilder text = new StringBuilder("# " + comment + "\n" + key + " = ");
        for (char c : value.toCharArray()) { // paths may hold backslashes and letters beyond Latin-1
            if (c == '\\') {
                text.append("\\\\");
            } else if (c < ' ' || c > '~') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append("\n\n").toString();
    }
}
