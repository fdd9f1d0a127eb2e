package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What could go wrong: kibibytes taken for bytes, memory beside Java's heap not seen. */
class ResidentMemoryTest {
    @Test
    void seesMemoryBesideTheHeap() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "only Linux says how much memory a process holds");
        long before = ResidentMemory.now().orElseThrow();
        ByteBuffer beside = ByteBuffer.allocateDirect(96 << 20);
        for (int i = 0; i < beside.capacity(); i += 4096) {
            beside.put(i, (byte) 1);
        }

        assertThat(ResidentMemory.now().orElseThrow() - before).isBetween(64L << 20, 160L << 20);
        assertThat(ResidentMemory.peak().orElseThrow()).isGreaterThanOrEqualTo(beside.capacity());
    }

    @Test
    void isUnknownWhereTheFileDoesNotSay() {
        assertThat(ResidentMemory.find("VmRSS:", List.of("Name:\tjava", "VmRSS:\t  512 kB")))
                .hasValue(512 * 1024);
        assertThat(ResidentMemory.find("VmRSS:", List.of("Name:\tjava"))).isEmpty();
    }
}
