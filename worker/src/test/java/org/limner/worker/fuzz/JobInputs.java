package org.limner.worker.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.limner.schemas.codec.EncodedRecord;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.worker.fixture.Jobs;
import org.limner.worker.fixture.Pictures;
import org.limner.worker.fixture.PngFile;
import org.limner.worker.fixture.References;
import org.limner.worker.image.JpegWriter;
import org.limner.worker.image.PngWriter;

/** Draws records of the jobs topic: most of them good jobs with one thing broken in them. */
final class JobInputs {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JobCodec CODEC = new JobCodec(JobLimits.DEFAULT);
    private static final byte[] JPEG = new JpegWriter().write(Pictures.waves(1, 40, 24), 80);
    private static final byte[] PHOTOGRAPH = new PngWriter().write(Pictures.waves(2, 24, 40));
    private static final int[] COLOR_TYPES = {
        PngFile.GREY, PngFile.PALETTE, PngFile.RGB, PngFile.GREY_ALPHA, PngFile.RGB_ALPHA
    };
    private static final List<String> HEADERS = List.of(
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "content-type",
            "ce_expirytime",
            "traceparent",
            "ce_time");
    private static final List<String> HEADER_VALUES = List.of(
            "",
            "1.0",
            "2.0",
            "org.limner.render.job.v1",
            "application/json",
            "application/cloudevents+json",
            "application/cloudevents-batch+json",
            "text/plain; charset=\u0000",
            "2026-13-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "+1000000000-01-01T00:00:00Z",
            "00-" + "0".repeat(32) + "-" + "1".repeat(16) + "-01",
            "../../etc",
            "x".repeat(129),
            "x".repeat(5000));

    private static final List<String> PLACES = List.of(
            "file:///etc/passwd",
            "file://ROOT/../bundles/tiny/bundle.json",
            "file://ROOT",
            "file://ROOT/" + "x/".repeat(3000),
            "file://host/ROOT/mask-0.png",
            "file:mask-0.png",
            "s3://masks/mask-0.png",
            "http://169.254.169.254/latest/meta-data",
            "jar:file:ROOT/a.jar!/b",
            "urn:uuid:0",
            "data:image/png;base64,iVBORw0KGgo");

    private final RandomGenerator random;
    private final Path root;
    private final List<byte[]> masks = new ArrayList<>();
    private int files;

    /** @param root a folder that references are read from */
    JobInputs(RandomGenerator random, Path root) {
        this.random = random;
        this.root = root;
        masks.add(Jobs.stripes());
        for (int bits : new int[] {1, 2, 4, 8, 16}) {
            for (int colorType : new int[] {PngFile.GREY, PngFile.PALETTE}) {
                if (bits < 16 || colorType == PngFile.GREY) {
                    int filter = random.nextInt(5);
                    masks.add(new PngFile(13, 11, bits, colorType, random.nextBoolean(), filter)
                            .write(ids(13 * 11, bits)));
                }
            }
        }
    }

    private int[] ids(int count, int bits) {
        return random.ints(count, 0, Math.min(4, 1 << bits)).toArray();
    }

    /**
     * A record.
     *
     * @param good whether nothing is wrong with it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Input(String kind, Map<String, byte[]> headers, byte[] value, boolean good) {}

    Input next(int number) {
        String id = "job-" + number;
        return switch (random.nextInt(11)) {
            case 0 -> record("good", job(id, mask(masks.get(random.nextInt(masks.size()))), JPEG, PHOTOGRAPH), true);
            case 1, 2 -> value(record("bytes", good(id), false));
            case 3, 4 -> json(record("json", good(id), false));
            case 5 -> headers(record("headers", good(id), false));
            case 6 -> structured(record("structured", good(id), false));
            case 7 -> record("reference", job(id, brokenReference(), JPEG, PHOTOGRAPH), false);
            case 8 -> record("mask", job(id, mask(brokenMask()), JPEG, PHOTOGRAPH), false);
            case 9 ->
                record(
                        "photograph",
                        job(id, mask(masks.get(0)), JpegMutations.mutate(JPEG, random), PHOTOGRAPH),
                        false);
            default ->
                record("photograph", job(id, mask(masks.get(0)), JPEG, PngMutations.mutate(PHOTOGRAPH, random)), false);
        };
    }

    private RenderJob good(String id) {
        return job(id, mask(masks.get(random.nextInt(masks.size()))), JPEG, PHOTOGRAPH);
    }

    private byte[] brokenMask() {
        byte[] mask = masks.get(random.nextInt(masks.size()));
        return switch (random.nextInt(4)) {
            case 0 -> ByteMutations.mutate(mask, random);
            case 1 -> ByteMutations.cross(mask, random.nextBoolean() ? JPEG : PHOTOGRAPH, random);
            case 2 -> otherNumbers();
            default -> PngMutations.mutate(mask, random);
        };
    }

    /** A whole PNG with ids that are no labels, of another size than its instances, or in colours. */
    private byte[] otherNumbers() {
        int width = 1 + random.nextInt(40);
        int height = 1 + random.nextInt(40);
        int colorType = COLOR_TYPES[random.nextInt(COLOR_TYPES.length)];
        PngFile kind = new PngFile(width, height, 8, colorType, random.nextBoolean(), random.nextInt(5));
        if (colorType == PngFile.GREY || colorType == PngFile.PALETTE) {
            return kind.write(random.ints(width * height, 0, 256).toArray());
        }
        byte[] rows = new byte[height * (1 + 4 * width)];
        return kind.file(rows);
    }

    /** Inline, or in a file of its own. */
    private Payload mask(byte[] mask) {
        if (mask.length == 0 || random.nextInt(4) > 0) {
            return new Payload.Inline(mask);
        }
        return References.to(write(mask).toUri(), mask);
    }

    private Path write(byte[] mask) {
        try {
            return Files.write(root.resolve("mask-" + files++ + ".png"), mask);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Payload brokenReference() {
        Payload.Reference right = References.to(write(masks.get(0)).toUri(), masks.get(0));
        return switch (random.nextInt(4)) {
            case 0 ->
                new Payload.Reference(
                        URI.create(PLACES.get(random.nextInt(PLACES.size())).replace("ROOT", root.toString())),
                        right.sha256(),
                        right.bytes(),
                        right.mediaType());
            case 1 ->
                new Payload.Reference(
                        right.uri(), right.sha256(), 1 + (random.nextLong() >>> 11 + random.nextInt(50)), "image/png");
            case 2 -> new Payload.Reference(right.uri(), "0".repeat(64), right.bytes(), "text/html");
            default ->
                new Payload.Reference(
                        URI.create(right.uri() + "%" + String.format("%02x", random.nextInt(256))),
                        right.sha256(),
                        right.bytes(),
                        right.mediaType());
        };
    }

    private RenderJob job(String id, Payload mask, byte[] jpeg, byte[] png) {
        List<Style> styles = new ArrayList<>();
        Style.Encoded one = new Style.Encoded(new Payload.Inline(jpeg), random.nextBoolean(), OptionalLong.empty());
        Style.Encoded other = new Style.Encoded(new Payload.Inline(png), false, OptionalLong.empty());
        styles.add(one);
        styles.add(new Style.Between(Jobs.seeded(random.nextInt(9)), other, random.nextInt(5) / 4.0));
        if (random.nextBoolean()) {
            styles.add(new Style.Vector(new float[] {1, 2, 3, 4, 5, 6, 7, random.nextFloat()}));
            styles.add(new Style.Sampled(OptionalLong.empty()));
        }
        boolean instanced = random.nextInt(4) == 0;
        return new RenderJob(
                new JobId(id),
                ModelReference.newest(instanced ? "instanced" : "tiny"),
                mask,
                instanced ? Optional.of(mask) : Optional.<Payload>empty(),
                styles,
                new Output(
                        random.nextBoolean() ? ImageFormat.PNG : ImageFormat.JPEG,
                        1 + random.nextInt(100),
                        Output.Delivery.values()[random.nextInt(3)]),
                List.of("tag"),
                Optional.empty(),
                Optional.empty());
    }

    private static Input record(String kind, RenderJob job, boolean good) {
        EncodedRecord record = CODEC.encode(job, "fuzz");
        Map<String, byte[]> headers = new HashMap<>();
        record.headers().forEach((name, text) -> headers.put(name, text.getBytes(UTF_8)));
        return new Input(kind, headers, record.value(), good);
    }

    private Input value(Input input) {
        byte[] value = random.nextInt(4) == 0
                ? ByteMutations.cross(
                        input.value(), record("", good("job-x"), true).value(), random)
                : ByteMutations.mutate(input.value(), random);
        return new Input(input.kind(), input.headers(), value, false);
    }

    private Input json(Input input) {
        return new Input(
                input.kind(), input.headers(), bytes(JsonMutations.mutate(tree(input.value()), random)), false);
    }

    private Input headers(Input input) {
        Map<String, byte[]> headers = new HashMap<>(input.headers());
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = HEADERS.get(random.nextInt(HEADERS.size()));
            switch (random.nextInt(4)) {
                case 0 -> headers.remove(name);
                case 1 -> headers.put(name, ByteMutations.mutate(headers.getOrDefault(name, new byte[] {'x'}), random));
                default ->
                    headers.put(
                            name,
                            HEADER_VALUES
                                    .get(random.nextInt(HEADER_VALUES.size()))
                                    .getBytes(UTF_8));
            }
        }
        return new Input(input.kind(), headers, input.value(), false);
    }

    private Input structured(Input input) {
        ObjectNode event = MAPPER.createObjectNode();
        input.headers().forEach((name, value) -> {
            if (name.startsWith("ce_")) {
                event.put(name.substring(3), new String(value, UTF_8));
            }
        });
        event.set("data", tree(input.value()));
        byte[] value = random.nextBoolean()
                ? bytes(JsonMutations.mutate(event, random))
                : ByteMutations.mutate(bytes(event), random);
        return new Input(
                input.kind(), Map.of("content-type", "application/cloudevents+json".getBytes(UTF_8)), value, false);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(UTF_8);
    }
}
