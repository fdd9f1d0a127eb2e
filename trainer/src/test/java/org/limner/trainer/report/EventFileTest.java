package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Read back by a reader that shares nothing with the writer: its own bitwise CRC-32C, its own protobuf. What could go wrong: a
 * frame TensorBoard takes for the end of the file, a tag or step under the wrong field number.
 */
class EventFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void crcOfTheReaderIsTheStandardsOwn() {
        assertThat(crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xE3069283); // RFC 3720's check
    }

    @Test
    void beginsWithTheVersionAndTheStepItGoesOnFrom() throws IOException {
        EventFile events = EventFile.create(folder, 300, CLOCK);
        events.close();

        List<Map<Integer, List<Object>>> read = records(events.file());
        assertThat(events.file().getFileName().toString()).startsWith("events.out.tfevents.1700000000.");
        assertThat(read).hasSize(2);
        assertThat(text(read.get(0), 3)).isEqualTo("brain.Event:2");
        assertThat(Double.longBitsToDouble((Long) read.get(0).get(1).get(0))).isEqualTo(1_700_000_000.5);
        assertThat(read.get(1).get(2)).containsExactly(300L);
        assertThat(message(read.get(1), 7).get(1)).containsExactly(1L); // SessionLog.status = START
    }

    @Test
    void scalarsComeBackWithTagsAndSteps() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss/GAN", -0.25);
        values.put("loss/feature", 11.5);
        try (EventFile events = EventFile.create(folder, 0, CLOCK)) {
            events.scalars(1_234_567_890_123L, values);
        }

        Map<Integer, List<Object>> event = records(only()).get(2);
        assertThat(event.get(2)).containsExactly(1_234_567_890_123L);
        List<Object> summary = message(event, 5).get(1);
        assertThat(summary).hasSize(2);
        Map<Integer, List<Object>> first = parsed((byte[]) summary.get(0));
        Map<Integer, List<Object>> second = parsed((byte[]) summary.get(1));
        assertThat(text(first, 1)).isEqualTo("loss/GAN");
        assertThat(Float.intBitsToFloat((Integer) first.get(2).get(0))).isEqualTo(-0.25f);
        assertThat(text(second, 1)).isEqualTo("loss/feature");
        assertThat(Float.intBitsToFloat((Integer) second.get(2).get(0))).isEqualTo(11.5f);
    }

    @Test
    void pictureComesBackByteForByte() throws IOException {
        byte[] png = new byte[70_000]; // lengths of one, two and three bytes on the way
        for (int i = 0; i < png.length; i++) {
            png[i] = (byte) (i * 31);
        }
        try (EventFile events = EventFile.create(folder, 0, CLOCK)) {
            events.picture(7, "samples", png, 640, 200);
        }

        Map<Integer, List<Object>> event = records(only()).get(2);
        assertThat(event.get(2)).containsExactly(7L);
        Map<Integer, List<Object>> value = message(message(event, 5), 1);
        assertThat(text(value, 1)).isEqualTo("samples");
        Map<Integer, List<Object>> image = message(value, 4);
        assertThat(image.get(1)).containsExactly(200L);
        assertThat(image.get(2)).containsExactly(640L);
        assertThat(image.get(3)).containsExactly(3L);
        assertThat((byte[]) image.get(4).get(0)).isEqualTo(png);
    }

    @Test
    void everyProcessHasAFileOfItsOwn() throws IOException {
        EventFile.create(folder, 0, CLOCK).close();
        EventFile.create(folder, 10, CLOCK).close();

        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    private Path only() throws IOException {
        try (var files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    /** All frames of a file, their checksums checked, as field number to values. */
    private static List<Map<Integer, List<Object>>> records(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<Integer, List<Object>>> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(crc32c(length)));
            byte[] event = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(event);
            assertThat(bytes.getInt()).isEqualTo(masked(crc32c(event)));
            records.add(parsed(event));
        }
        return records;
    }

    private static Map<Integer, List<Object>> parsed(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value;
            switch ((int) (key & 7)) {
                case 0 -> value = varint(in);
                case 1 -> value = in.getLong();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    value = bytes;
                }
                case 5 -> value = in.getInt();
                default -> throw new AssertionError("wire type " + (key & 7));
            }
            fields.computeIfAbsent((int) (key >> 3), number -> new ArrayList<>())
                    .add(value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static Map<Integer, List<Object>> message(Map<Integer, List<Object>> parent, int field) {
        return parsed((byte[]) parent.get(field).get(0));
    }

    private static String text(Map<Integer, List<Object>> message, int field) {
        return new String((byte[]) message.get(field).get(0), StandardCharsets.UTF_8);
    }

    private static int masked(int crc) {
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    /** Bit by bit, polynomial 0x1EDC6F41 mirrored. */
    private static int crc32c(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0x82F63B78 : crc >>> 1;
            }
        }
        return ~crc;
    }
}
