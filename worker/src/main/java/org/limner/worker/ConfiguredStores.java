package org.limner.worker;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limner.worker.config.S3Config;
import org.limner.worker.config.StoreConfig;
import org.limner.worker.store.FileResultStore;
import org.limner.worker.store.FileSource;
import org.limner.worker.store.ObjectSource;
import org.limner.worker.store.PayloadReader;
import org.limner.worker.store.ResultStore;
import org.limner.worker.store.Stores;
import org.limner.worker.store.s3.S3Connection;
import org.limner.worker.store.s3.S3Credentials;
import org.limner.worker.store.s3.S3ResultStore;
import org.limner.worker.store.s3.S3Settings;
import org.limner.worker.store.s3.S3Source;

/** The stores that the configuration names, open. */
final class ConfiguredStores implements AutoCloseable {
    private final Stores stores;
    private final @Nullable S3Connection connection;

    private ConfiguredStores(Stores stores, @Nullable S3Connection connection) {
        this.stores = stores;
        this.connection = connection;
    }

    /**
     * Contacts nobody yet. Throws {@link IllegalArgumentException} for a value that cannot be.
     *
     * @param maxReferenceBytes of one object that a job refers to
     */
    static ConfiguredStores open(StoreConfig store, S3Config s3, int maxReferenceBytes) {
        List<Path> roots = store.roots().orElse(List.of());
        List<String> buckets = store.buckets().orElse(List.of());
        Optional<URI> results = store.results();
        String scheme = results.map(uri -> String.valueOf(uri.getScheme())).orElse("");
        S3Connection connection =
                buckets.isEmpty() && !scheme.equals("s3") ? null : S3Connection.open(settings(store, s3));
        Map<String, ObjectSource> sources = new HashMap<>();
        if (!roots.isEmpty()) {
            sources.put("file", new FileSource(roots));
        }
        if (connection != null && !buckets.isEmpty()) {
            sources.put("s3", new S3Source(connection, buckets));
        }
        PayloadReader payloads = new PayloadReader(sources, maxReferenceBytes, store.timeout());
        return new ConfiguredStores(new Stores(payloads, results.map(uri -> resultStore(uri, connection))), connection);
    }

    private static ResultStore resultStore(URI uri, @Nullable S3Connection connection) {
        try {
            if ("file".equals(uri.getScheme())) {
                return new FileResultStore(Path.of(uri));
            }
            if (connection != null && uri.getRawAuthority() != null) {
                String path = uri.getPath().replaceAll("^/+|/+$", "");
                return new S3ResultStore(connection, uri.getRawAuthority(), path.isEmpty() ? "" : path + "/");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("limner.store.results: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "limner.store.results must be file:///folder or s3://bucket/prefix but is " + uri);
    }

    private static S3Settings settings(StoreConfig store, S3Config s3) {
        if (s3.accessKeyId().isPresent() != s3.secretAccessKey().isPresent()) {
            throw new IllegalArgumentException(
                    "limner.store.s3.access-key-id and limner.store.s3.secret-access-key come together or not at all");
        }
        return new S3Settings(
                s3.endpoint(),
                s3.region(),
                s3.accessKeyId()
                        .map(id -> new S3Credentials(id, s3.secretAccessKey().orElseThrow())),
                s3.connectTimeout(),
                s3.readTimeout(),
                store.timeout());
    }

    Stores stores() {
        return stores;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
