package org.limner.trainer.weights;

import java.util.Arrays;

/**
 * A tensor as a {@code .pth} file describes it: a strided view into a storage, before the storage's bytes are read.
 *
 * @param offset of the first element, in elements
 * @param stride steps in the storage per step along each axis, in elements
 */
@SuppressWarnings("ArrayRecordComponent")
record TorchTensor(Storage storage, long offset, long[] size, long[] stride) {
    /**
     * A run of elements under a key.
     *
     * @param key      the file's name for it
     * @param elements that it says it has
     */
    record Storage(ElementType type, String key, long elements) {}

    /**
     * Throws {@link IllegalArgumentException} with the numbers unless every element lies in the storage and no shape claims more
     * elements than the storage has: without the latter, a few bytes with stride 0 could ask for gigabytes.
     */
    TorchTensor {
        String view = "offset " + offset + ", size " + Arrays.toString(size) + ", stride " + Arrays.toString(stride);
        if (size.length != stride.length || offset < 0 || Arrays.stream(stride).anyMatch(step -> step < 0)) {
            throw new IllegalArgumentException("impossible view: " + view);
        }
        long elements = WeightTensor.elements(size);
        long last = offset;
        for (int axis = 0; axis < size.length && elements > 0; axis++) {
            last = Math.addExact(last, Math.multiplyExact(size[axis] - 1, stride[axis]));
        }
        if (elements > storage.elements() || elements > 0 && last >= storage.elements()) {
            throw new IllegalArgumentException(
                    view + " reaches element " + last + " of a storage with " + storage.elements());
        }
    }

    /** This view of the storage's {@code values}, contiguous; the array itself where the view is all of it in order. */
    WeightTensor materialize(Object values) {
        int elements = (int) WeightTensor.elements(size);
        boolean whole = elements == storage.elements() && offset == 0 && contiguous();
        return WeightTensor.ofRead(storage.type(), whole ? values : gather(values, elements), size);
    }

    private boolean contiguous() {
        long expected = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            if (size[axis] != 1 && stride[axis] != expected) {
                return false;
            }
            expected *= size[axis];
        }
        return true;
    }

    private Object gather(Object values, int elements) {
        Object gathered = values instanceof float[]
                ? new float[elements]
                : values instanceof double[] ? new double[elements] : new long[elements];
        long[] index = new long[size.length];
        long from = offset;
        for (int to = 0; to < elements; to++) {
            System.arraycopy(values, (int) from, gathered, to, 1);
            for (int axis = size.length - 1; axis >= 0; axis--) { // counts like an odometer, last axis fastest
                from += stride[axis];
                if (++index[axis] < size[axis]) {
                    break;
                }
                from -= index[axis] * stride[axis];
                index[axis] = 0;
            }
        }
        return gathered;
    }
}
