package org.limner.chaos.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.limner.chaos.audit.Arrival.Answer;
import org.limner.chaos.audit.Arrival.Content;
import org.limner.chaos.audit.Arrival.Letter;
import org.limner.chaos.job.Expectation;
import org.limner.chaos.job.PlannedRecord;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.ResultStatus;

/**
 * Holds what came out against what was published.
 *
 * @param jobs       published, each job id once
 * @param results    terminal answers: results, and dead letters of records that are no jobs
 * @param lost       ids without an answer
 * @param duplicated ids with more than one, with how many
 * @param wrong      ids whose answer is another one than it had to be, with both; and answers to nothing published
 * @param outcomes   how many answers of which kind, for people
 */
public record Audit(
        int jobs,
        int results,
        List<String> lost,
        List<String> duplicated,
        List<String> wrong,
        Map<String, Integer> outcomes) {

    /** @param reference the digests of a job's images when it is rendered undisturbed */
    public static Audit of(
            List<PlannedRecord> published, List<Arrival> arrivals, Function<RenderJob, List<String>> reference) {
        Map<String, List<Content>> answers = new HashMap<>();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Arrival arrival : arrivals) {
            answers.computeIfAbsent(arrival.key(), key -> new ArrayList<>()).add(arrival.content());
            outcomes.merge(arrival.content().toString(), 1, Integer::sum);
        }
        List<String> lost = new ArrayList<>();
        List<String> duplicated = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int jobs = 0;
        for (PlannedRecord record : published) {
            if (record.expectation().isEmpty()) {
                continue;
            }
            jobs++;
            List<Content> contents =
                    Optional.ofNullable(answers.remove(record.key())).orElse(Collections.emptyList());
            if (contents.isEmpty()) {
                lost.add(record.key() + " (" + record.kind().words() + ")");
            } else if (contents.size() > 1) {
                duplicated.add(record.key() + " (" + record.kind().words() + "): " + contents);
            }
            if (!contents.isEmpty()) {
                complaint(record.expectation().get(), contents.get(0), reference)
                        .ifPresent(complaint ->
                                wrong.add(record.key() + " (" + record.kind().words() + "): " + complaint));
            }
        }
        answers.forEach((key, contents) -> wrong.add(key + ": " + contents + " to nothing that was published"));
        return new Audit(jobs, arrivals.size(), lost, duplicated, wrong, outcomes);
    }

    /** Whether every job had exactly its answer. */
    public boolean passed() {
        return lost.isEmpty() && duplicated.isEmpty() && wrong.isEmpty();
    }

    private static Optional<String> complaint(
            Expectation expectation, Content content, Function<RenderJob, List<String>> reference) {
        if (expectation instanceof Expectation.Images images) {
            return imagesComplaint(images.job(), content, reference);
        }
        if (expectation instanceof Expectation.ImagesOrCancelled either) {
            boolean cancelled = content instanceof Answer answer && answer.status() == ResultStatus.CANCELLED;
            return cancelled ? Optional.empty() : imagesComplaint(either.job(), content, reference);
        }
        if (expectation instanceof Expectation.Failure failure) {
            boolean failed = content instanceof Answer answer
                    && answer.status() == ResultStatus.FAILED
                    && answer.code().equals(Optional.of(failure.code()));
            return failed ? Optional.empty() : Optional.of(content + " instead of FAILED with " + failure.code());
        }
        String reason = ((Expectation.DeadLetter) expectation).reason();
        boolean dead = content instanceof Letter letter && letter.reason().equals(reason);
        return dead ? Optional.empty() : Optional.of(content + " instead of a dead letter for " + reason);
    }

    private static Optional<String> imagesComplaint(
            RenderJob job, Content content, Function<RenderJob, List<String>> reference) {
        if (!(content instanceof Answer answer) || answer.status() != ResultStatus.SUCCEEDED) {
            return Optional.of(content + " instead of SUCCEEDED");
        }
        List<String> expected = reference.apply(job);
        return answer.digests().equals(expected)
                ? Optional.empty()
                : Optional.of("images " + answer.digests() + " instead of " + expected);
    }
}
