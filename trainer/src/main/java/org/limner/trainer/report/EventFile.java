package org.limner.trainer.report;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * One of TensorBoard's event files, written as it goes: scalars and PNG pictures. A file belongs to one process; a run
 * that is resumed gets another in the same folder, and TensorBoard shows them as one.
 *
 * <p>The file is a sequence of TFRecords, each a protobuf {@code Event}: little-endian {@code uint64 length}, {@code uint32}
 * masked CRC-32C of those 8 bytes, the message, {@code uint32} masked CRC-32C of the message (TensorFlow,
 * {@code core/lib/io/record_writer.h}). Field numbers are those of {@code event.proto} and {@code summary.proto} there.
 */
final class EventFile implements AutoCloseable {
    /** What makes a reader take the rest for these messages and no others. */
    private static final String VERSION = "brain.Event:2";

    private static final int CRC_MASK = 0xA282EAD8; // TensorFlow, core/lib/hash/crc32c.h

    private static final int WALL_TIME = 1; // of Event
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    private static final int STATUS = 1; // of SessionLog
    private static final int START = 1; // a value of status
    private static final int VALUE = 1; // of Summary
    private static final int TAG = 1; // of Summary.Value
    private static final int SIMPLE_VALUE = 2;
    private static final int IMAGE = 4;
    private static final int HEIGHT = 1; // of Summary.Image
    private static final int WIDTH = 2;
    private static final int COLORSPACE = 3;
    private static final int ENCODED_IMAGE = 4;
    private static final int RGB = 3; // a value of colorspace

    /** Fields of one message. */
    @FunctionalInterface
    private interface Message {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private final FileChannel channel;
    private final Path file;
    private final Clock clock;

    private EventFile(Path file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * A new file in {@code folder}, which is made if need be. Its name holds time and process, as TensorBoard asks.
     *
     * @param step where this process begins: what others wrote for later steps no longer counts
     */
    static EventFile create(Path folder, long step, Clock clock) throws IOException {
        Files.createDirectories(folder);
        String name = "events.out.tfevents.%010d.limner.%d.%d"
                .formatted(clock.millis() / 1000, ProcessHandle.current().pid(), System.nanoTime());
        EventFile events = new EventFile(folder.resolve(name), clock);
        events.event(0, out -> out.writeString(FILE_VERSION, VERSION));
        events.event(step, out -> message(out, SESSION_LOG, log -> log.writeEnum(STATUS, START)));
        return events;
    }

    Path file() {
        return file;
    }

    /** One number by each tag, such as {@code loss/GAN}. */
    void scalars(long step, Map<String, Double> values) throws IOException {
        event(
                step,
                out -> message(out, SUMMARY, summary -> {
                    for (Map.Entry<String, Double> value : values.entrySet()) {
                        message(summary, VALUE, one -> {
                            one.writeString(TAG, value.getKey());
                            one.writeFloat(SIMPLE_VALUE, value.getValue().floatValue());
                        });
                    }
                }));
    }

    /**
     * @param png    the file's bytes
     * @param width  in pixels, as in the file
     * @param height likewise
     */
    void picture(long step, String tag, byte[] png, int width, int height) throws IOException {
        event(
                step,
                out -> message(
                        out,
                        SUMMARY,
                        summary -> message(summary, VALUE, one -> {
                            one.writeString(TAG, tag);
                            message(one, IMAGE, image -> {
                                image.writeInt32(HEIGHT, height);
                                image.writeInt32(WIDTH, width);
                                image.writeInt32(COLORSPACE, RGB);
                                image.writeByteArray(ENCODED_IMAGE, png);
                            });
                        })));
    }

    private void event(long step, Message what) throws IOException {
        byte[] event = bytes(out -> {
            out.writeDouble(WALL_TIME, clock.millis() / 1000.0);
            out.writeInt64(STEP, step);
            what.writeTo(out);
        });
        ByteBuffer record = ByteBuffer.allocate(8 + 4 + event.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(event.length);
        record.putInt(maskedCrc(record.array(), 8));
        record.put(event).putInt(maskedCrc(event, event.length)).flip();
        while (record.hasRemaining()) { // in one piece where the system can: readers follow the file as it grows
            channel.write(record);
        }
    }

    private static void message(CodedOutputStream out, int field, Message message) throws IOException {
        out.writeByteArray(field, bytes(message));
    }

    private static byte[] bytes(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        message.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }

    /** Masked, since a CRC of data that holds its own CRC is always the same. */
    private static int maskedCrc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
