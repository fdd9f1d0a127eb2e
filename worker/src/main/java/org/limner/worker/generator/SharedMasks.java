package org.limner.worker.generator;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.limner.worker.mask.EdgeMap;
import org.limner.worker.mask.LabelMap;

/**
 * Gives jobs of the same mask the same {@link PreparedMask} for as long as one of them holds it, so that identity is
 * equality and what was computed for the first serves all. Holds none itself. Thread-safe.
 */
final class SharedMasks {
    /** An entry goes with its key, which only the prepared mask holds. */
    private final Map<MaskKey, WeakReference<PreparedMask>> masks = new WeakHashMap<>();

    /**
     * The prepared mask that is in use, or a new one.
     *
     * @param preparation its result must hold the key it is given, or the next job finds nothing. Two threads that have
     *                    the same mask at the same time may both compute; both get the result of one
     */
    PreparedMask get(LabelMap labels, Optional<EdgeMap> edges, Function<MaskKey, PreparedMask> preparation) {
        MaskKey key = new MaskKey(labels, edges);
        PreparedMask shared = find(key);
        return shared != null ? shared : share(key, preparation.apply(key));
    }

    private synchronized @Nullable PreparedMask find(MaskKey key) {
        WeakReference<PreparedMask> known = masks.get(key);
        return known == null ? null : known.get();
    }

    private synchronized PreparedMask share(MaskKey key, PreparedMask prepared) {
        PreparedMask first = find(key);
        if (first != null) {
            return first;
        }
        masks.remove(key); // put would keep the key of a mask that is gone
        masks.put(key, new WeakReference<>(prepared));
        return prepared;
    }
}
