package org.limner.trainer.weights;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The format of torch 1.6 and later: a zip archive with one folder of {@code data.pkl}, {@code byteorder} and {@code data/KEY}. */
final class TorchZip {
    private static final String PICKLE = "data.pkl";

    private TorchZip() {}

    static StateDict read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().endsWith("/" + PICKLE))
                    .findFirst()
                    .orElse(null);
            if (pickle == null) {
                throw new WeightFormatException(file, "is a zip archive without " + PICKLE);
            }
            String folder = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
            checkByteOrder(file, zip, folder);
            TorchTensors tensors;
            try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
                tensors = TorchTensors.of(file, TorchTensors.unpickle(file, in));
            }
            Map<String, Object> storages = new HashMap<>();
            for (String key : tensors.firstOwner().keySet()) {
                storages.put(key, readStorage(file, zip, folder + "data/" + key, tensors, key));
            }
            return tensors.materialize(storages);
        } catch (ZipException broken) {
            throw new WeightFormatException(file, "is no complete zip archive: " + broken.getMessage(), broken);
        }
    }

    private static void checkByteOrder(Path file, ZipFile zip, String folder) throws IOException {
        ZipEntry entry = zip.getEntry(folder + "byteorder");
        if (entry == null) {
            return; // torch writes it since 2.1; before, files are in the writer's order, which no machine with a GPU
            // had big-endian
        }
        try (InputStream in = zip.getInputStream(entry)) {
            String order = new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip();
            if (!order.equals("little")) {
                throw new WeightFormatException(file, "has byte order '" + order + "' but only 'little' is read");
            }
        }
    }

    /** Sizes are compared before memory is asked for; stored entries cannot claim more bytes than the file has. */
    private static Object readStorage(Path file, ZipFile zip, String path, TorchTensors tensors, String key)
            throws IOException {
        TorchTensor.Storage storage = tensors.storage(key);
        long needed = storage.elements() * storage.type().bytes();
        ZipEntry entry = zip.getEntry(path);
        if (entry == null) {
            throw new WeightFormatException(file, tensors.describe(key) + " is missing");
        }
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new WeightFormatException(
                    file, tensors.describe(key) + " is compressed, which torch.save never does");
        }
        if (entry.getSize() != needed) {
            throw new WeightFormatException(
                    file, tensors.describe(key) + " has " + entry.getSize() + " bytes but needs " + needed);
        }
        CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        try (ReadableByteChannel channel = Channels.newChannel(in)) {
            Object values = ElementReader.read(storage.type(), (int) storage.elements(), channel);
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new WeightFormatException(file, tensors.describe(key) + " is damaged: its checksum differs");
            }
            return values;
        } catch (EOFException early) {
            throw new WeightFormatException(file, tensors.describe(key) + " " + early.getMessage(), early);
        }
    }
}
