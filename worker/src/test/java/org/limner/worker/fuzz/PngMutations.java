package org.limner.worker.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.limner.worker.fixture.PngFile;

/** Damage inside the parts of a PNG file, whose checksums are right again after it. */
final class PngMutations {
    private static final int SIGNATURE = 8;
    private static final List<String> TYPES = List.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "tEXt", "zTXt", "iTXt", "bKGD",
            "pHYs", "sBIT", "hIST", "tIME", "acTL", "eXIf", "vpAg", "ABCD");
    private static final int[] SIZES = {0, 1, 2, 7, 8, 9, 63, 64, 65, 4095, 4096, 4097, 60_000, 1 << 30, -1, 1 << 31};

    private PngMutations() {}

    static byte[] mutate(byte[] png, RandomGenerator random) {
        List<Chunk> chunks = chunks(png);
        int times = 1 + random.nextInt(2);
        for (int i = 0; i < times && !chunks.isEmpty(); i++) {
            once(chunks, random);
        }
        byte[] mutated = write(Arrays.copyOf(png, SIGNATURE), chunks);
        return random.nextInt(10) == 0 ? ByteMutations.mutate(mutated, random) : mutated;
    }

    private static void once(List<Chunk> chunks, RandomGenerator random) {
        int at = random.nextInt(chunks.size());
        Chunk chunk = chunks.get(at);
        switch (random.nextInt(9)) {
            case 0 -> chunks.remove(at);
            case 1 -> chunks.add(random.nextInt(chunks.size() + 1), chunk);
            case 2 -> chunks.set(at, new Chunk(TYPES.get(random.nextInt(TYPES.size())), chunk.data()));
            case 3 -> chunks.set(at, new Chunk(chunk.type(), ByteMutations.mutate(chunk.data(), random)));
            case 4 -> chunks.add(1 + random.nextInt(chunks.size()), ancillary(random));
            case 5 -> chunks.set(0, header(chunks.get(0), random));
            case 6 -> split(chunks, at, random);
            case 7 -> pixels(chunks, random);
            default -> chunks.add(chunks.remove(at));
        }
    }

    /** Another width, height, depth, colour type, method or interlacing, over the old pixels. */
    private static Chunk header(Chunk header, RandomGenerator random) {
        byte[] data = header.data().clone();
        if (data.length < 13) {
            return header;
        }
        switch (random.nextInt(4)) {
            case 0 -> ByteBuffer.wrap(data).putInt(0, SIZES[random.nextInt(SIZES.length)]);
            case 1 -> ByteBuffer.wrap(data).putInt(4, SIZES[random.nextInt(SIZES.length)]);
            case 2 -> data[8] = (byte) (1 << random.nextInt(6));
            default -> data[9 + random.nextInt(4)] = (byte) random.nextInt(8);
        }
        return new Chunk(header.type(), data);
    }

    /** A chunk that readers may skip; some inflate to more than they have bytes. */
    private static Chunk ancillary(RandomGenerator random) {
        String type = TYPES.get(4 + random.nextInt(TYPES.size() - 4));
        byte[] data = new byte[random.nextInt(40)];
        random.nextBytes(data);
        if (random.nextBoolean()) {
            byte[] bomb = PngFile.deflate(new byte[1 << random.nextInt(21)]);
            data = ByteMutations.splice(new byte[] {'a', 0, 0}, 3, bomb, 0, bomb.length, 3);
        }
        return new Chunk(type, data);
    }

    private static void split(List<Chunk> chunks, int at, RandomGenerator random) {
        Chunk chunk = chunks.remove(at);
        int cut = random.nextInt(chunk.data().length + 1);
        chunks.add(at, new Chunk(chunk.type(), Arrays.copyOfRange(chunk.data(), cut, chunk.data().length)));
        chunks.add(at, new Chunk(chunk.type(), Arrays.copyOf(chunk.data(), cut)));
    }

    /** Other rows under the old header: wrong filters, wrong ids, too many or too few. */
    private static void pixels(List<Chunk> chunks, RandomGenerator random) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        chunks.stream()
                .filter(chunk -> chunk.type().equals("IDAT"))
                .forEach(chunk -> compressed.writeBytes(chunk.data()));
        byte[] rows = inflate(compressed.toByteArray());
        if (rows.length == 0) {
            return;
        }
        chunks.removeIf(chunk -> chunk.type().equals("IDAT"));
        Chunk changed = new Chunk("IDAT", PngFile.deflate(ByteMutations.mutate(rows, random)));
        chunks.add(Math.max(0, chunks.size() - 1), changed);
    }

    private static byte[] inflate(byte[] compressed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            byte[] rows = new byte[1 << 20];
            return Arrays.copyOf(rows, inflater.inflate(rows));
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }

    private static List<Chunk> chunks(byte[] png) {
        List<Chunk> chunks = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(png).position(SIGNATURE);
        while (in.remaining() >= 12) {
            byte[] data = new byte[in.getInt()];
            byte[] type = new byte[4];
            in.get(type).get(data).getInt();
            chunks.add(new Chunk(new String(type, ISO_8859_1), data));
        }
        return chunks;
    }

    private static byte[] write(byte[] signature, List<Chunk> chunks) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(signature);
        chunks.forEach(chunk -> png.writeBytes(PngFile.chunk(chunk.type(), chunk.data())));
        return png.toByteArray();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Chunk(String type, byte[] data) {}
}
