package org.limner.chaos.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.limner.chaos.audit.Arrival.Answer;
import org.limner.chaos.audit.Arrival.Content;
import org.limner.chaos.audit.Arrival.Letter;
import org.limner.chaos.job.Expectation;
import org.limner.chaos.job.JobKind;
import org.limner.chaos.job.PlannedRecord;
import org.limner.schemas.job.JobId;
import org.limner.schemas.job.ModelReference;
import org.limner.schemas.job.Output;
import org.limner.schemas.job.Payload;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.job.Style;
import org.limner.schemas.result.ErrorCode;
import org.limner.schemas.result.ResultStatus;

/** What could go wrong: an audit that sees nothing shows nothing. */
class AuditTest {
    private static final List<String> DIGESTS = List.of("digest");
    private static final Answer SUCCEEDED = new Answer(ResultStatus.SUCCEEDED, Optional.empty(), DIGESTS);

    private final List<PlannedRecord> published = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();

    @Test
    void passesWhereEveryJobHasItsOneAnswer() {
        publish("image", new Expectation.Images(job("image")));
        publish("poison", new Expectation.Refusal(ResultStatus.FAILED, ErrorCode.MALFORMED_JSON));
        publish("stray", new Expectation.DeadLetter("NULL_VALUE"));
        publish("cancelled", new Expectation.ImagesOrCancelled(job("cancelled")));
        publish("too-late", new Expectation.ImagesOrCancelled(job("too-late")));
        published.add(new PlannedRecord("jobs", "image", Map.of(), null, JobKind.DUPLICATE, Optional.empty()));
        arrive("image", SUCCEEDED);
        arrive("poison", failed(ErrorCode.MALFORMED_JSON));
        arrive("stray", new Letter("NULL_VALUE"));
        arrive("cancelled", new Answer(ResultStatus.CANCELLED, Optional.of(ErrorCode.CANCELLED), List.of()));
        arrive("too-late", SUCCEEDED);

        assertThat(audit().passed()).isTrue();
        assertThat(audit().jobs()).isEqualTo(5);
        assertThat(audit().results()).isEqualTo(5);
    }

    @Test
    void namesWhatIsLost() {
        publish("gone", new Expectation.Images(job("gone")));

        assertThat(audit().lost()).singleElement().asString().contains("gone");
        assertThat(audit().passed()).isFalse();
    }

    @Test
    void namesWhatHasTwoAnswersAlsoWhenTheyAreTheSame() {
        publish("twice", new Expectation.Images(job("twice")));
        arrive("twice", SUCCEEDED);
        arrive("twice", SUCCEEDED);

        assertThat(audit().duplicated()).singleElement().asString().contains("twice");
        assertThat(audit().passed()).isFalse();
    }

    @Test
    void namesOtherImagesOtherCodesOtherReasonsAndTheInnocentWhoWasBlamed() {
        publish("image", new Expectation.Images(job("image")));
        publish("blamed", new Expectation.Images(job("blamed")));
        publish("poison", new Expectation.Refusal(ResultStatus.FAILED, ErrorCode.MALFORMED_JSON));
        publish("stray", new Expectation.DeadLetter("NULL_VALUE"));
        arrive("image", new Answer(ResultStatus.SUCCEEDED, Optional.empty(), List.of("another")));
        arrive("blamed", failed(ErrorCode.WORKER_CRASH));
        arrive("poison", failed(ErrorCode.INVALID_FIELD));
        arrive("stray", new Letter("UNKNOWN_TYPE"));
        arrive("nobody's", SUCCEEDED);

        assertThat(audit().wrong())
                .hasSize(5)
                .anyMatch(line -> line.contains("image") && line.contains("[another] instead of [digest]"))
                .anyMatch(line -> line.contains("blamed") && line.contains("WORKER_CRASH instead of SUCCEEDED"))
                .anyMatch(line -> line.contains("poison") && line.contains("instead of FAILED with MALFORMED_JSON"))
                .anyMatch(line -> line.contains("stray") && line.contains("instead of a dead letter for NULL_VALUE"))
                .anyMatch(line -> line.contains("nobody's"));
        assertThat(audit().passed()).isFalse();
    }

    @Test
    void jobAndAnotherOneOfItsIdEachNeedTheirAnswer() {
        publish("id", new Expectation.Images(job("id")));
        publish("id", new Expectation.DeadLetter("CONFLICT"));
        arrive("id", new Letter("CONFLICT"));

        assertThat(audit().lost()).hasSize(1);

        arrive("id", SUCCEEDED);
        assertThat(audit().passed()).isTrue();

        arrive("id", new Letter("CONFLICT"));
        assertThat(audit().duplicated()).hasSize(1);
    }

    private void publish(String key, Expectation expectation) {
        published.add(
                new PlannedRecord("jobs", key, Map.of(), new byte[0], JobKind.INNOCENT, Optional.of(expectation)));
    }

    private void arrive(String key, Content content) {
        arrivals.add(new Arrival("topic", 0, arrivals.size(), 0, key, content));
    }

    private Audit audit() {
        return Audit.of(published, arrivals, job -> DIGESTS);
    }

    private static Answer failed(ErrorCode code) {
        return new Answer(ResultStatus.FAILED, Optional.of(code), List.of());
    }

    private static RenderJob job(String id) {
        return new RenderJob(
                new JobId(id),
                ModelReference.newest("tiny"),
                new Payload.Inline(new byte[1]),
                Optional.empty(),
                List.of(new Style.Sampled(OptionalLong.empty())),
                Output.DEFAULT,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
