package org.limner.worker.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.ErrorCode;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;
import org.limner.worker.fixture.References;
import org.limner.worker.fixture.S3Server;
import org.limner.worker.store.PayloadReader;

/**
 * What can go wrong: a job reads a bucket that is not on the list, a store that is down or slow is blamed on the job or
 * holds a thread for ever, a late worker overwrites a result. Against a real server, and against one that misbehaves.
 */
@Timeout(60)
class S3StoreTest {
    private static final byte[] MASK = "the bytes of a mask".getBytes(UTF_8);

    private static S3Server server;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = S3Server.start("masks", "results", "private");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void readsAnObjectOfABucketOnTheList() throws Exception {
        URI uri = server.put("masks", "day_1/küste+a.png", MASK);

        assertThat(reader(server.endpoint()).read(References.to(uri, MASK))).isEqualTo(MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://private/secret.png",
                "s3://masks/../private/secret.png",
                "s3://masks/%2e%2e/private/secret.png",
                "s3://masks/a/./b.png",
                "s3://masks//a.png",
                "s3://masks",
                "s3://masks/",
                "s3://masks/a.png?versionId=1",
                "s3://masks/a.png#1",
                "s3://masks:9000/a.png",
                "s3://somebody@masks/a.png",
                "s3:masks/a.png",
                "s3:///masks/a.png",
                "s3://masks/a%0d%0ab.png"
            })
    void refusesOtherBucketsAndWaysOutOfTheAllowedOne(String uri) {
        server.put("private", "secret.png", MASK);

        assertRejected(reader(server.endpoint()), References.to(URI.create(uri), MASK), ErrorCode.REFERENCE_REFUSED);
    }

    @Test
    void saysWhatIsNotThere() {
        assertRejected(
                reader(server.endpoint()),
                References.to(URI.create("s3://masks/absent.png"), MASK),
                ErrorCode.REFERENCE_NOT_FOUND);
    }

    @Test
    void saysWhenSizeOrDigestDiffer() {
        URI uri = server.put("masks", "changed.png", MASK);
        PayloadReader reader = reader(server.endpoint());
        Payload.Reference right = References.to(uri, MASK);

        assertRejected(
                reader, new Payload.Reference(uri, right.sha256(), 7, "image/png"), ErrorCode.REFERENCE_MISMATCH);
        assertRejected(reader, References.to(uri, "THE bytes of a mask".getBytes(UTF_8)), ErrorCode.REFERENCE_MISMATCH);
        assertRejected(
                reader, new Payload.Reference(uri, right.sha256(), 10_001, "image/png"), ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void wrongCredentialsAreTheWorkersTurn() {
        URI uri = server.put("masks", "a.png", MASK);
        S3Connection stranger = connection(server.endpoint(), "somebody", "else", Duration.ofSeconds(5));

        assertFailed(reader(stranger), References.to(uri, MASK), "the store answered 403");
        assertThatThrownBy(() -> new S3ResultStore(stranger, "results", "").putIfAbsent("a/0-b.png", MASK, "image/png"))
                .isInstanceOf(StoreFailedException.class)
                // This store may close the connection before it has read the body whose sender it does not know.
                .hasMessageMatching("putting s3://results/a/0-b.png failed: "
                        + "(the store answered 403|java.net.SocketException: Unexpected end of file).*")
                .hasMessageNotContaining("else");
    }

    @Test
    void aBucketOnTheListThatIsNotThereIsTheWorkersTurn() {
        S3Connection connection = connection(server.endpoint());
        PayloadReader reader = new PayloadReader(
                Map.of("s3", new S3Source(connection, List.of("absent"))), 10_000, Duration.ofSeconds(5));

        assertFailed(reader, References.to(URI.create("s3://absent/a.png"), MASK), "404 NoSuchBucket");
    }

    @Test
    void putsAndKeepsWhatIsThere() throws Exception {
        S3ResultStore store = new S3ResultStore(connection(server.endpoint()), "results", "limner/");

        URI uri = store.putIfAbsent("f00d/0-cafe.png", MASK, "image/png");
        String before =
                server.get("results", "limner/f00d/0-cafe.png").getMetadata().getETag();
        // As long, and other bytes: what a conditional put must not replace.
        assertThat(store.putIfAbsent("f00d/0-cafe.png", "THE bytes of a mask".getBytes(UTF_8), "image/png"))
                .isEqualTo(uri);

        assertThat(uri).hasToString("s3://results/limner/f00d/0-cafe.png");
        assertThat(server.get("results", "limner/f00d/0-cafe.png").getMetadata().getETag())
                .isEqualTo(before);
        assertThat(server.get("results", "limner/f00d/0-cafe.png")
                        .getMetadata()
                        .getContentMetadata()
                        .getContentType())
                .isEqualTo("image/png");
        assertThatThrownBy(() -> store.putIfAbsent("f00d/0-cafe.png", new byte[3], "image/png"))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("has 19 bytes but should have 3");
    }

    @Test
    void putsWithoutConditionWhereAStoreHasNone() throws Exception {
        List<String> conditions = Collections.synchronizedList(new ArrayList<>());
        URI old = misbehaving(exchange -> {
            exchange.getRequestBody().readAllBytes();
            String condition = exchange.getRequestHeaders().getFirst("If-None-Match");
            conditions.add(String.valueOf(condition));
            answer(exchange, condition == null ? 200 : 501, "<Error><Code>NotImplemented</Code></Error>");
        });

        new S3ResultStore(connection(old), "results", "").putIfAbsent("a/0-b.png", MASK, "image/png");

        assertThat(conditions).containsExactly("*", "null");
    }

    @ParameterizedTest
    @CsvSource({
        "503, <Error><Code>SlowDown</Code></Error>, 503 SlowDown",
        "500, <Error><Code>InternalError</Code></Error>, 500 InternalError",
        "429, too many, 429",
        "404, <html>no such page</html>, 404",
        "403, <Error><Code>RequestTimeTooSkewed</Code></Error>, 403 RequestTimeTooSkewed",
        "301, <Error><Code>PermanentRedirect</Code></Error>, 301 PermanentRedirect"
    })
    void whatSaysNothingAboutTheJobIsTheWorkersTurn(int status, String body, String words) throws Exception {
        URI endpoint = misbehaving(exchange -> answer(exchange, status, body));

        assertFailed(
                reader(endpoint),
                References.to(URI.create("s3://masks/a.png"), MASK),
                "reading s3://masks/a.png failed: the store answered " + words);
    }

    @Test
    void deniedObjectsAreTheJobsTurn() throws Exception {
        URI endpoint = misbehaving(
                exchange -> answer(exchange, 403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"));

        assertRejected(
                reader(endpoint), References.to(URI.create("s3://masks/a.png"), MASK), ErrorCode.REFERENCE_REFUSED);
    }

    @Test
    void followsNoRedirects() throws Exception {
        URI there = misbehaving(exchange -> answer(exchange, 200, new String(MASK, UTF_8)));
        URI endpoint = misbehaving(exchange -> {
            exchange.getResponseHeaders().add("Location", there + "/masks/a.png");
            answer(exchange, 302, "");
        });

        assertFailed(reader(endpoint), References.to(URI.create("s3://masks/a.png"), MASK), "302");
    }

    @Test
    void aStoreThatIsDownIsTheWorkersTurn() throws Exception {
        HttpServer stopped = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI endpoint = URI.create("http://127.0.0.1:" + stopped.getAddress().getPort());
        stopped.start();
        stopped.stop(0);

        assertFailed(reader(endpoint), References.to(URI.create("s3://masks/a.png"), MASK), "Connection refused");
    }

    @Test
    void aStoreThatSaysNothingIsLeftAfterTheTimeout() throws Exception {
        URI endpoint = misbehaving(exchange -> pause(3000));
        long start = System.nanoTime();

        assertFailed(
                reader(connection(endpoint, "a", "b", Duration.ofMillis(500))),
                References.to(URI.create("s3://masks/a.png"), MASK),
                "reading s3://masks/a.png failed");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aStoreThatSendsAByteNowAndThenIsLeftAfterTheTimeout() throws Exception {
        URI endpoint = misbehaving(exchange -> {
            exchange.sendResponseHeaders(200, MASK.length);
            for (byte one : MASK) {
                exchange.getResponseBody().write(one);
                exchange.getResponseBody().flush();
                pause(200);
            }
        });

        assertFailed(
                reader(connection(endpoint, "a", "b", Duration.ofSeconds(5)), Duration.ofMillis(700)),
                References.to(URI.create("s3://masks/a.png"), MASK),
                "took longer than 700 ms");
    }

    @Test
    void anAnswerThatBreaksOffIsTheWorkersTurn() throws Exception {
        URI endpoint = misbehaving(exchange -> {
            exchange.sendResponseHeaders(200, MASK.length);
            exchange.getResponseBody().write(MASK, 0, 5);
            exchange.getResponseBody().flush();
            throw new IOException("the server dies");
        });

        assertFailed(reader(endpoint), References.to(URI.create("s3://masks/a.png"), MASK), "broke off");
    }

    @Test
    void anAnswerWithoutEndIsReadUpToItsDeclaredSize() throws Exception {
        URI endpoint = misbehaving(exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked: of unknown size
            while (true) {
                exchange.getResponseBody().write(MASK); // until the client hangs up
            }
        });

        assertRejected(
                reader(endpoint), References.to(URI.create("s3://masks/a.png"), MASK), ErrorCode.REFERENCE_MISMATCH);
    }

    @Test
    void settingsDoNotSayTheirSecret() {
        assertThat(new S3Credentials("AKIA7", "secret").toString()).doesNotContain("AKIA7", "secret");
    }

    private PayloadReader reader(URI endpoint) {
        return reader(connection(endpoint));
    }

    private static PayloadReader reader(S3Connection connection) {
        return reader(connection, Duration.ofSeconds(5));
    }

    private static PayloadReader reader(S3Connection connection, Duration timeout) {
        return new PayloadReader(Map.of("s3", new S3Source(connection, List.of("masks"))), 10_000, timeout);
    }

    private S3Connection connection(URI endpoint) {
        return connection(endpoint, S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY, Duration.ofSeconds(5));
    }

    private S3Connection connection(URI endpoint, String accessKeyId, String secret, Duration timeout) {
        S3Connection connection = S3Connection.open(new S3Settings(
                Optional.of(endpoint),
                "us-east-1",
                Optional.of(new S3Credentials(accessKeyId, secret)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                timeout));
        open.add(connection);
        return connection;
    }

    private static void assertRejected(PayloadReader reader, Payload.Reference reference, ErrorCode code) {
        assertThatThrownBy(() -> reader.read(reference))
                .isInstanceOfSatisfying(
                        JobRejectedException.class,
                        e -> assertThat(e.error().code()).as(e.getMessage()).isEqualTo(code));
    }

    private static void assertFailed(PayloadReader reader, Payload.Reference reference, String words) {
        assertThatThrownBy(() -> reader.read(reference))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining(words);
    }

    /** A server that does what {@code handler} does. */
    private URI misbehaving(Handler handler) throws IOException {
        HttpServer misbehaving = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        misbehaving.setExecutor(threads);
        misbehaving.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        misbehaving.start();
        open.add(() -> {
            misbehaving.stop(0);
            threads.shutdownNow();
        });
        return URI.create("http://127.0.0.1:" + misbehaving.getAddress().getPort());
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
