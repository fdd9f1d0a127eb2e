package org.limner.worker.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damage at the segments of a JPEG file: in a header, in a table, in a length, or a segment that is not where it was. */
final class JpegMutations {
    private JpegMutations() {}

    static byte[] mutate(byte[] jpeg, RandomGenerator random) {
        List<Integer> markers = markers(jpeg);
        int marker = random.nextInt(markers.size() - 1);
        int from = markers.get(marker);
        int to = markers.get(marker + 1);
        byte[] mutated = jpeg.clone();
        switch (random.nextInt(5)) {
            case 0 -> mutated[from + 1] = (byte) (0xC0 + random.nextInt(0x40)); // another kind of segment
            case 1 -> mutated[from + 2 + random.nextInt(2)] = (byte) random.nextInt(256); // its length
            case 2 -> mutated[from + 4 + random.nextInt(Math.max(1, to - from - 4))] = (byte) random.nextInt(256);
            case 3 -> mutated = ByteMutations.splice(jpeg, from, jpeg, 0, 0, to); // gone
            default -> mutated = ByteMutations.splice(jpeg, to, jpeg, from, to, to); // twice
        }
        return random.nextInt(3) == 0 ? ByteMutations.mutate(mutated, random) : mutated;
    }

    /** Where segments begin, up to the picture's data, and where that begins. */
    private static List<Integer> markers(byte[] jpeg) {
        List<Integer> markers = new ArrayList<>();
        int at = 2;
        while (at + 4 < jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
            markers.add(at);
            boolean scan = (jpeg[at + 1] & 0xFF) == 0xDA;
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
            if (scan) {
                break;
            }
        }
        markers.add(at);
        return markers;
    }
}
