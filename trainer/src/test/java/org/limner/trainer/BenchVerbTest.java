package org.limner.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What could go wrong: numbers of other steps than were asked for, a verdict on memory from two steps. */
class BenchVerbTest {
    /** Twice as wide as high: batch norm needs more than one value per channel, also with a batch of 1. */
    private static final List<String> TINY = List.of(
            "image.width=64",
            "image.height=32",
            "load.width=64",
            "load.height=32",
            "generator.ngf=1",
            "generator.hidden=2",
            "discriminator.ndf=2",
            "discriminator.scales=1",
            "discriminator.layers=2");

    @Test
    void measuresTheStepsItIsToldTo() throws Exception {
        VerbRun run = tiny("--steps", "4", "--warmup", "1", "--set", "batch-size=2", "--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(0);
        JsonNode measured = new ObjectMapper().readTree(run.out());
        assertThat(measured.path("steps").asInt()).isEqualTo(4);
        assertThat(measured.path("imagesPerSecond").asDouble())
                .isEqualTo(2 * measured.path("stepsPerSecond").asDouble());
        assertThat(measured.path("medianStepSeconds").asDouble())
                .isBetween(
                        measured.path("fastestStepSeconds").asDouble(),
                        measured.path("slowestStepSeconds").asDouble());
        assertThat(measured.path("dataWait").asDouble()).isBetween(0.0, 1.0);
        assertThat(measured.path("settledBytes").isNull()).isTrue(); // there was no step 50
    }

    @Test
    void comparesMemoryWithStep50() {
        VerbRun run = tiny("--memory", "--steps", "42", "--warmup", "10");

        assertThat(run.out())
                .contains("batches of 1; 42 steps after 10 to warm up", "MiB after step 50")
                .containsPattern("memory is (flat|NOT FLAT): [-+][\\d.]+ % from step 50 to step 52");
        assertThat(run.exitCode()).isEqualTo(run.out().contains("NOT FLAT") ? 1 : 0);
    }

    @Test
    void refusesAVerdictFromStepsBefore50() {
        VerbRun run = tiny("--memory", "--steps", "20");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--memory compares with step 50: it takes more than 30 steps");
    }

    @Test
    void saysWhatCanBeMeasured() {
        VerbRun run = VerbRun.of("bench");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("bench train, bench render");
    }

    private static VerbRun tiny(Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("bench", "train", "--threads", "1"));
        words.addAll(List.of(arguments));
        for (String setting : TINY) {
            words.add("--set");
            words.add(setting);
        }
        return VerbRun.of(words.toArray());
    }
}
