package org.limner.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.worker.failure.StoreFailedException;

/** What can go wrong: a late worker replaces a file that is being read, half a file is seen, rubbish is left behind. */
class FileResultStoreTest {
    private static final byte[] FILE = "a picture".getBytes(UTF_8);

    @TempDir
    private Path folder;

    @Test
    void putsAFileAndSaysWhere() throws Exception {
        URI uri = new FileResultStore(folder).putIfAbsent("f00d/0-cafe.png", FILE, "image/png");

        assertThat(uri).isEqualTo(folder.resolve("f00d/0-cafe.png").toUri());
        assertThat(Path.of(uri)).hasBinaryContent(FILE);
        assertThat(files()).containsExactly("f00d/0-cafe.png");
    }

    @Test
    void whatIsThereStays() throws Exception {
        FileResultStore store = new FileResultStore(folder);
        URI uri = store.putIfAbsent("f00d/0-cafe.png", FILE, "image/png");
        Object before = Files.getAttribute(Path.of(uri), "unix:ino");

        assertThat(store.putIfAbsent("f00d/0-cafe.png", FILE, "image/png")).isEqualTo(uri);

        assertThat(Files.getAttribute(Path.of(uri), "unix:ino")).isEqualTo(before);
        assertThat(files()).containsExactly("f00d/0-cafe.png");
    }

    @Test
    void manyAtOnceLeaveOneFile() throws Exception {
        FileResultStore store = new FileResultStore(folder);
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try {
            List<Future<URI>> uris = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String key = "f00d/" + i % 4 + "-cafe.png";
                uris.add(workers.submit(() -> store.putIfAbsent(key, FILE, "image/png")));
            }
            for (Future<URI> uri : uris) {
                assertThat(Path.of(uri.get())).hasBinaryContent(FILE);
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(files()).containsExactly("f00d/0-cafe.png", "f00d/1-cafe.png", "f00d/2-cafe.png", "f00d/3-cafe.png");
    }

    @Test
    void noticesWhatSomebodyElseWroteThere() throws Exception {
        Files.write(Files.createDirectories(folder.resolve("f00d")).resolve("0-cafe.png"), new byte[3]);

        assertThatThrownBy(() -> new FileResultStore(folder).putIfAbsent("f00d/0-cafe.png", FILE, "image/png"))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("has 3 bytes but should have 9");
    }

    @Test
    void aDiskThatTakesNothingIsTheWorkersTurn() throws Exception {
        Files.write(folder.resolve("f00d"), new byte[1]); // a file where the folder should be

        assertThatThrownBy(() -> new FileResultStore(folder).putIfAbsent("f00d/0-cafe.png", FILE, "image/png"))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageStartingWith("cannot put " + folder.resolve("f00d/0-cafe.png"));
        assertThatThrownBy(() -> new FileResultStore(folder.resolve("absent")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
