package org.limner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limner.cli.bench.BenchCommand;

/** What could go wrong: a script that takes a failure for success, and a person who cannot see what was wrong. */
class LimnerTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "-h"})
    void showsAllVerbsWithoutAnyOrWithHelp(String argument) {
        CommandLineRun run = argument.isEmpty() ? CommandLineRun.of() : CommandLineRun.of(argument);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(Limner.helpText());
    }

    @Test
    void helpNamesEveryVerb() {
        List<String> verbs = new ArrayList<>(Limner.LAUNCHED_VERBS);
        verbs.addAll(Limner.commandLine().getSubcommands().keySet());
        for (String verb : verbs) {
            assertThat(Limner.helpText()).containsPattern("(?m)^  " + verb + " +\\w");
        }
    }

    @Test
    void launcherKnowsEveryVerbItHasToStart() throws IOException {
        String launcher = Files.readString(Path.of(System.getProperty("limner.root"), "limner"));
        for (String verb : Limner.LAUNCHED_VERBS) {
            assertThat(launcher)
                    .containsPattern("(?m)^  ([a-z|-]* \\| )*" + verb + "( \\| [a-z|-]+)*( \\| -[-a-z |]+)?\\)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "cancel", "watch", "dlq", "render", "demo", "bench"})
    void everyVerbHasHelp(String verb) {
        CommandLineRun run = CommandLineRun.of(verb, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: limner " + verb, "Exit codes:");
    }

    @Test
    void benchKnowsItsOwnWordsAndTheTrainers() throws IOException {
        String launcher = Files.readString(Path.of(System.getProperty("limner.root"), "limner"));
        for (String word : BenchCommand.WORDS) {
            assertThat(Limner.helpText()).containsPattern("(?m)^  bench " + word + " +\\w");
            assertThat(CommandLineRun.of("bench", "--help").out()).contains("limner bench " + word);
        }
        assertThat(launcher).contains("case ${1:-} in train | render) run_trainer");

        assertUsage("bench what? There are: jobs, render, train", "bench");
        assertUsage("unknown bench 'jbos'; did you mean 'jobs'?", "bench", "jbos", "--rate", "3");
        assertUsage("bench train is part of the trainer", "bench", "train");
    }

    @Test
    void benchRefusesWhatMeasuresNothing(@TempDir Path folder) throws IOException {
        assertUsage("Missing required option", "bench", "jobs");
        String[] jobs = {"bench", "jobs", "--model", "coast", "--masks", folder.toString()};
        assertUsage("holds no file ending in .png", jobs);
        Files.write(folder.resolve("m.png"), new byte[] {1});
        assertUsage("neither max nor a number of jobs a second", with(jobs, "--rate", "fast"));
        assertUsage("a rate is more than 0", with(jobs, "--rate", "-1"));
        assertUsage("--seconds must be positive", with(jobs, "--seconds", "0"));
        assertUsage("--styles must not be negative but is -1", with(jobs, "--styles", "-1"));
        assertUsage(
                "there is no file",
                with(jobs, "--instances", folder.resolve("none").toString()));
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({"sumbit,submit", "trian,train", "standalon,standalone", "wacth,watch"})
    void namesTheNearestVerb(String written, String meant) {
        CommandLineRun run = CommandLineRun.of(written, "--mask", "x.png");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'" + written + "'", "did you mean '" + meant + "'?");
    }

    @Test
    void refusesWrongArgumentsWithTheReason() {
        assertUsage("Missing required option", "submit");
        assertUsage("'9..1' ends before it begins", "submit", "--mask", "m.png", "--model", "coast", "--seeds", "9..1");
        assertUsage("version 'new', not a whole number", "submit", "--mask", "m.png", "--model", "coast@new");
        assertUsage("but is 'Coast'", "submit", "--mask", "m.png", "--model", "Coast");
        assertUsage("not a time like", "watch", "--timeout", "soon");
        assertUsage("there is no file", "submit", "--mask", "nowhere.png", "--model", "coast");
    }

    @Test
    void refusesAStyleAndNoStyleTogether(@TempDir Path folder) throws IOException {
        String mask = Files.write(folder.resolve("m.png"), new byte[] {1}).toString();
        assertUsage(
                "--no-style and 1 styles exclude each other",
                "submit",
                "--mask",
                mask,
                "--model",
                "coast",
                "--no-style",
                "--seed",
                "7");
        assertUsage("--sample needs a --style-image", "submit", "--mask", mask, "--model", "coast", "--sample");
        assertUsage("quality must be", "submit", "--mask", mask, "--model", "coast", "--quality", "101");
    }

    @Test
    void saysWhichBrokerDidNotAnswer(@TempDir Path folder) throws IOException {
        String mask = Files.write(folder.resolve("m.png"), new byte[] {1}).toString();
        String nobody = "127.0.0.1:" + freePort();
        CommandLineRun run = CommandLineRun.of(
                "submit", "--mask", mask, "--model", "coast", "--bootstrap-servers", nobody, "--timeout", "800ms");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains(nobody, "within 0.8 s");
    }

    private static void assertUsage(String reason, String... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.err()).contains(reason);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
