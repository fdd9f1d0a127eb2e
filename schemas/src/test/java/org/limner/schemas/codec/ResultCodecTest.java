package org.limner.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limner.schemas.job.JobId;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.JobError;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;

/** A reader from last year must understand a worker of this year; and must not take half a result for a whole one. */
class ResultCodecTest {
    private final ResultCodec codec = new ResultCodec();
    private final Example example = Example.load("result-succeeded.binary.json");

    @Test
    void ignoresFieldsItDoesNotKnow() {
        ObjectNode value = example.value().deepCopy();
        RenderResult plain =
                codec.decode(example.headerBytes(), value.toString().getBytes());
        value.put("mood", "serene");
        ((ObjectNode) value.get("timing")).put("upload", 7);
        ((ObjectNode) value.get("images").get(0)).put("focalLength", 35);
        ((ObjectNode) value.get("provenance")).put("driver", "570.1");
        ((ObjectNode) value.get("images").get(0).get("data")).put("mediaType", "image/png");

        assertThat(codec.decode(example.headerBytes(), value.toString().getBytes()))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void carriesEachErrorCode(ErrorCode code) {
        RenderResult result = failed(JobError.at("/styles/2", code, "no, since 3 > 2"));
        EncodedRecord record = codec.encode(result, "/limner/worker");
        assertThat(codec.decode(Example.bytes(record.headers()), record.value()))
                .isEqualTo(result);
        assertThat(new String(record.value())).contains("\"turn\":\"" + code.turn() + "\"");
    }

    @Test
    void keyAndHeadersNameTheJob() {
        EncodedRecord record =
                codec.encode(failed(JobError.of(ErrorCode.RENDER_FAILED, "out of luck")), "/limner/worker");
        assertThat(record.key()).isEqualTo("coast-1");
        assertThat(record.headers())
                .containsEntry("ce_id", "coast-1.result")
                .containsEntry("ce_causationid", "coast-1")
                .containsEntry("ce_type", "org.limner.render.result.v1");
    }

    @Test
    void rejectsWhatIsNoResult() {
        Example job = Example.load("job-sampled.binary.json");
        assertThatThrownBy(() -> codec.decode(job.headerBytes(), job.valueBytes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a render result: ce_type is \"org.limner.render.job.v1\" but must be"
                        + " org.limner.render.result.v1");
        assertThatThrownBy(() -> codec.decode(example.headerBytes(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no value");
        assertThatThrownBy(() -> codec.decode(example.headerBytes(), "{".getBytes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not JSON");
    }

    @Test
    void rejectsResultThatContradictsItself() {
        ObjectNode withoutImages = example.value().deepCopy();
        withoutImages.remove("images");
        assertRejected(withoutImages, "/images");

        ObjectNode withError = example.value().deepCopy();
        withError
                .putObject("error")
                .put("code", "UNSUPPORTED")
                .put("turn", "JOB")
                .put("message", "no");
        assertRejected(withError, "error");

        ObjectNode failedWithImages = example.value().deepCopy();
        failedWithImages.put("status", "FAILED");
        failedWithImages
                .putObject("error")
                .put("code", "UNSUPPORTED")
                .put("turn", "JOB")
                .put("message", "no");
        assertRejected(failedWithImages, "/images");

        ObjectNode negativeTime = example.value().deepCopy();
        ((ObjectNode) negativeTime.get("timing")).put("render", -1);
        assertRejected(negativeTime, "timing.render must be at least 0 but is -1");
    }

    private void assertRejected(ObjectNode value, String message) {
        Map<String, byte[]> headers = new HashMap<>(example.headerBytes());
        assertThatThrownBy(() -> codec.decode(headers, value.toString().getBytes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static RenderResult failed(JobError error) {
        return new RenderResult(
                new JobId("coast-1"),
                ResultStatus.FAILED,
                java.util.List.of(),
                java.util.Optional.of(error),
                java.util.Optional.empty(),
                Timing.NONE,
                java.util.List.of(),
                java.util.Optional.empty());
    }
}
