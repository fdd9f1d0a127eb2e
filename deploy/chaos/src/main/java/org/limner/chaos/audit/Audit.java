package org.limner.chaos.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * @param jobs       published records of which something had to come
 * @param results    terminal answers: results, and dead letters of records that are no jobs
 * @param lost       ids without an answer
 * @param duplicated ids with more answers than they had to have, with those
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
        Map<String, List<Content>> answers = new LinkedHashMap<>();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Arrival arrival : arrivals) {
            answers.computeIfAbsent(arrival.key(), key -> new ArrayList<>()).add(arrival.content());
            outcomes.merge(arrival.content().toString(), 1, Integer::sum);
        }
        List<String> lost = new ArrayList<>();
        List<String> duplicated = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int jobs = 0;
        // What meets its expectation is set aside first, so that a job and another one in conflict with it find theirs.
        List<PlannedRecord> unmet = new ArrayList<>();
        for (PlannedRecord record : published) {
            if (record.expectation().isPresent()) {
                jobs++;
                Expectation expectation = record.expectation().get();
                List<Content> contents = answers.getOrDefault(record.key(), new ArrayList<>());
                Optional<Content> met = contents.stream()
                        .filter(content ->
                                complaint(expectation, content, reference).isEmpty())
                        .findFirst();
                met.ifPresentOrElse(contents::remove, () -> unmet.add(record));
            }
        }
        for (PlannedRecord record : unmet) {
            String job = record.key() + " (" + record.kind().words() + ")";
            List<Content> contents = answers.getOrDefault(record.key(), List.of());
            if (contents.isEmpty()) {
                lost.add(job);
            } else {
                Content content = contents.remove(0);
                wrong.add(job + ": "
                        + complaint(record.expectation().orElseThrow(), content, reference)
                                .orElseThrow());
            }
        }
        Set<String> keys = published.stream().map(PlannedRecord::key).collect(Collectors.toSet());
        answers.forEach((key, contents) -> {
            if (!contents.isEmpty()) {
                (keys.contains(key) ? duplicated : wrong)
                        .add(key + ": " + contents + (keys.contains(key) ? " once more" : " to nothing published"));
            }
        });
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
        if (expectation instanceof Expectation.Refusal refusal) {
            boolean refused = content instanceof Answer answer
                    && answer.status() == refusal.status()
                    && answer.code().equals(Optional.of(refusal.code()));
            return refused
                    ? Optional.empty()
                    : Optional.of(content + " instead of " + refusal.status() + " with " + refusal.code());
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
