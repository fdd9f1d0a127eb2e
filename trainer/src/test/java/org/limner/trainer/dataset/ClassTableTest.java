package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassTableTest {
    @TempDir
    Path folder;

    @Test
    void comesBackAsItWasWritten() throws IOException {
        ClassTable table = read("""
                {"name": "n", "license": "l", "source": "s", "void": 9, "flipSwaps": [[0, 1]], "classes": [
                  {"id": 0, "name": "left", "color": "#000000"}, {"id": 1, "name": "right", "color": "#ffffff"}]}
                """);
        table.write(folder.resolve("again.json"));

        assertThat(table.flipSwaps()).isEqualTo(Map.of(0, 1, 1, 0));
        assertThat(ClassTable.read(folder.resolve("again.json"))).isEqualTo(table);
    }

    @Test
    void makesVoidTheChannelBehindTheClasses() throws IOException {
        ClassTable table = read("""
                {"name": "n", "void": 255, "classes": [{"id": 0, "name": "all", "color": "#000000"}]}
                """);

        assertThat(table.channels()).isEqualTo(2);
        assertThat(table.indexOf(255)).isEqualTo(1);
        assertThat(table.indexOf(1)).isEqualTo(-1);
    }

    @Test
    void knowsNoVoidUnlessToldSo() throws IOException {
        ClassTable table = read("""
                {"name": "n", "void": null, "classes": [{"id": 0, "name": "all", "color": "#000000"}]}
                """);

        assertThat(table.voidLabel()).isEqualTo(OptionalInt.empty());
        assertThat(table.channels()).isEqualTo(1);
    }

    @Test
    void namesFileAndReasonOfAnImpossibleTable() {
        assertThatThrownBy(() ->
                        read("{\"name\": \"n\", \"classes\": [{\"id\": 5, \"name\": \"a\", \"color\": \"#000000\"}]}"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("classes.json: class at index 0 has id 5");
        assertThatThrownBy(() -> read("{\"name\": \"n\"}")).hasMessageContaining("'classes' must be a list");
        assertThatThrownBy(() -> read("{\"name\"")).hasMessageContaining("classes.json is not JSON");
        assertThatThrownBy(() -> read("{\"name\": \"n\", \"void\": 0, \"classes\": [{\"id\": 0, \"name\": \"a\","
                        + " \"color\": \"#000000\"}]}"))
                .hasMessageContaining("void");
    }

    private ClassTable read(String json) throws IOException {
        Path file = folder.resolve("classes.json");
        Files.writeString(file, json);
        return ClassTable.read(file);
    }
}
