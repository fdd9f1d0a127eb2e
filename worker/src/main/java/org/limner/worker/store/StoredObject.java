package org.limner.worker.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** An open object: how many bytes it has, if the store says so, and the bytes. */
public final class StoredObject implements AutoCloseable {
    private final OptionalLong size;
    private final InputStream bytes;
    private final Runnable abort;

    /** @param abort called before closing a stream that was not read to its end, so that closing need not read the rest */
    public StoredObject(OptionalLong size, InputStream bytes, Runnable abort) {
        this.size = size;
        this.bytes = bytes;
        this.abort = abort;
    }

    public OptionalLong size() {
        return size;
    }

    InputStream bytes() {
        return bytes;
    }

    void abort() {
        abort.run();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
