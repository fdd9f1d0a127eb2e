package org.limner.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could go wrong: a path that loses its backslashes, letters of other alphabets, an error without the file's name. */
class PropertiesFileTest {
    @TempDir
    Path folder;

    @Test
    void takesBackWhatItWrites() throws IOException {
        Path file = folder.resolve("a.properties");
        String path = "C:\\new\\Fl\u00e4che\u4e2d.png";
        Files.writeString(
                file, PropertiesFile.entry("where", "data", path) + PropertiesFile.entry("how many", "count", "3"));

        assertThat(PropertiesFile.read(file)).isEqualTo(Map.of("data", path, "count", "3"));
    }

    @Test
    void namesAFileThatIsBrokenOrAbsent() throws IOException {
        Path broken = Files.writeString(folder.resolve("b.properties"), "data = \\u12");

        assertThatThrownBy(() -> PropertiesFile.read(broken))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(broken + ": ");
        assertThatThrownBy(() -> PropertiesFile.read(folder.resolve("c.properties")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("there is no file " + folder.resolve("c.properties"));
        Path binary = Files.write(folder.resolve("d.properties"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> PropertiesFile.read(binary))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("d.properties is no properties file");
    }
}
