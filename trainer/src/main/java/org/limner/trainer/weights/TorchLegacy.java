package org.limner.trainer.weights;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The format before torch 1.6, in which the published SPADE weights come: pickles of a magic number, a protocol version, the writer's
 * system, the object and the list of storage keys; then for each key its element count as int64 and its elements.
 */
final class TorchLegacy {
    private static final String MAGIC = "119547037146038801333356"; // 0x1950a86a20f9469cfc6c
    private static final int PROTOCOL = 1001;

    private TorchLegacy() {}

    static StateDict read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            if (!String.valueOf(TorchTensors.unpickle(file, in)).equals(MAGIC)) {
                throw new WeightFormatException(file, "is a pickle but not one of torch.save");
            }
            Object protocol = TorchTensors.unpickle(file, in);
            if (!Integer.valueOf(PROTOCOL).equals(protocol)) {
                throw new WeightFormatException(file, "has protocol " + protocol + " but " + PROTOCOL + " is read");
            }
            if (!(TorchTensors.unpickle(file, in) instanceof Map<?, ?> system)
                    || !Boolean.TRUE.equals(system.get("little_endian"))) {
                throw new WeightFormatException(file, "was not written by a little-endian machine");
            }
            TorchTensors tensors = TorchTensors.of(file, TorchTensors.unpickle(file, in));
            if (!(TorchTensors.unpickle(file, in) instanceof List<?> keys)) {
                throw new WeightFormatException(file, "lacks the list of its storages");
            }
            Map<String, Object> storages = new HashMap<>();
            ReadableByteChannel channel = Channels.newChannel(in);
            for (Object key : keys) {
                if (!(key instanceof String name) || !tensors.firstOwner().containsKey(name)) {
                    throw new WeightFormatException(file, "storage " + key + " belongs to no tensor");
                }
                storages.put(name, readStorage(file, channel, tensors, name));
            }
            for (String key : tensors.firstOwner().keySet()) {
                if (!storages.containsKey(key)) {
                    throw new WeightFormatException(file, tensors.describe(key) + " is missing");
                }
            }
            return tensors.materialize(storages);
        }
    }

    private static Object readStorage(Path file, ReadableByteChannel channel, TorchTensors tensors, String key)
            throws IOException {
        TorchTensor.Storage storage = tensors.storage(key);
        long needed = storage.elements() * storage.type().bytes();
        if (needed > Files.size(file)) { // before memory is asked for
            throw new WeightFormatException(
                    file, tensors.describe(key) + " needs " + needed + " bytes but the file has " + Files.size(file));
        }
        try {
            long count = ((long[]) ElementReader.read(ElementType.I64, 1, channel))[0];
            if (count != storage.elements()) {
                throw new WeightFormatException(
                        file, tensors.describe(key) + " has " + count + " elements but needs " + storage.elements());
            }
            return ElementReader.read(storage.type(), (int) count, channel);
        } catch (EOFException early) {
            throw new WeightFormatException(file, tensors.describe(key) + " " + early.getMessage(), early);
        }
    }
}
