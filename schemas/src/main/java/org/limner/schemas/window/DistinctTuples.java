package org.limner.schemas.window;

import java.util.Arrays;

/**
 * Numbers tuples of integers in the order in which they first appear: open addressing over one array, no object per tuple.
 * Used by one thread; the memory is kept for the next mask.
 */
final class DistinctTuples {
    private static final int FREE = 0;

    private final int length;
    private int[] slots = new int[1 << 10]; // number + 1 of a tuple, or FREE; always a power of two
    private int[] tuples = new int[1 << 10];
    private int[] slotOf = new int[1 << 9]; // by number
    private int count;

    /** @param length integers in a tuple */
    DistinctTuples(int length) {
        this.length = length;
    }

    /** Costs what is in it: after one mask of many windows, masks of few are as fast as before. */
    void clear() {
        for (int number = 0; number < count; number++) {
            slots[slotOf[number]] = FREE;
        }
        count = 0;
    }

    int count() {
        return count;
    }

    /** All tuples in their order, {@code count x length}. */
    int[] copy() {
        return Arrays.copyOf(tuples, count * length);
    }

    /** The number of the tuple {@code source[at], source[at + step], ..}. */
    int number(int[] source, int at, int step) {
        int slot = hash(source, at, step) & slots.length - 1;
        while (slots[slot] != FREE) {
            int number = slots[slot] - 1;
            if (equal(number, source, at, step)) {
                return number;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return add(slot, source, at, step);
    }

    private int add(int slot, int[] source, int at, int step) {
        if ((count + 1) * length > tuples.length) {
            tuples = Arrays.copyOf(tuples, 2 * tuples.length);
        }
        for (int i = 0; i < length; i++) {
            tuples[count * length + i] = source[at + i * step];
        }
        occupy(slot, count++);
        if (2 * count > slots.length) {
            grow();
        }
        return count - 1;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int number = 0; number < count; number++) {
            int slot = hash(tuples, number * length, 1) & slots.length - 1;
            while (slots[slot] != FREE) {
                slot = slot + 1 & slots.length - 1;
            }
            occupy(slot, number);
        }
    }

    private void occupy(int slot, int number) {
        slots[slot] = number + 1;
        if (number == slotOf.length) {
            slotOf = Arrays.copyOf(slotOf, 2 * slotOf.length);
        }
        slotOf[number] = slot;
    }

    private boolean equal(int number, int[] source, int at, int step) {
        for (int i = 0; i < length; i++) {
            if (tuples[number * length + i] != source[at + i * step]) {
                return false;
            }
        }
        return true;
    }

    private int hash(int[] source, int at, int step) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ source[at + i * step]) * 0x9E3779B1; // 2^32 over the golden ratio, as in Fibonacci hashing
            hash ^= hash >>> 15;
        }
        return hash;
    }
}
