package org.limner.worker.store;

import java.net.URI;
import org.limner.worker.failure.StoreFailedException;

/** Where files of results go. Thread-safe. */
public interface ResultStore {

    /**
     * Puts {@code file} under {@code key} unless something is there, and says where. Keys hold the digest of what is put
     * under them: what is there already is the same file, put by another worker or by this one before it was killed.
     *
     * @param key       a relative path of letters, digits, {@code - . /}
     * @param mediaType of the file
     */
    URI putIfAbsent(String key, byte[] file, String mediaType) throws StoreFailedException;
}
