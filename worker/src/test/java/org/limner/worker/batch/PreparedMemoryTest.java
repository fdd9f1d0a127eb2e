package org.limner.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.limner.worker.generator.PreparedMask;

/** What could go wrong: memory that is never given back, a shared mask counted for each job, a job nobody may read. */
class PreparedMemoryTest {
    private record Mask(String name, long bytes) implements PreparedMask {}

    private static final Mask HILLS = new Mask("hills", 100);

    @Test
    void countsASharedMaskOnce() {
        PreparedMemory memory = new PreparedMemory(1_000);

        memory.take(HILLS, 10);
        memory.take(HILLS, 20);
        memory.take(new Mask("bay", 50), 5);
        assertThat(memory.bytes()).isEqualTo(100 + 10 + 20 + 50 + 5);

        memory.release(HILLS, 10);
        assertThat(memory.bytes()).isEqualTo(100 + 20 + 50 + 5);
        memory.release(HILLS, 20);
        memory.release(new Mask("bay", 50), 5);
        assertThat(memory.bytes()).isZero();
    }

    @Test
    @Timeout(20)
    void holdsReadersBackUntilThereIsRoom() throws Exception {
        PreparedMemory memory = new PreparedMemory(100);
        memory.awaitRoom();
        memory.take(HILLS, 900); // more than the limit, yet read
        Thread reader = new Thread(() -> {
            try {
                memory.awaitRoom();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        memory.release(HILLS, 900);

        reader.join();
    }

    @Test
    void needsALimit() {
        assertThatThrownBy(() -> new PreparedMemory(0)).hasMessageContaining("must be positive but is 0 bytes");
    }
}
