package org.limner.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This program in one of its other roles, in a process of its own with its output appended to a file. It ends with this
 * one, however this one ends.
 */
final class ChildProcess {
    private static final int FIRST_JDK_THAT_WARNS_ABOUT_NATIVE_CODE = 22;

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * @param jvm       arguments of java, for example {@code -Xmx256m}
     * @param role      and its arguments
     * @param log       appended to
     * @param folder    where it runs
     */
    static ChildProcess start(List<String> jvm, List<String> role, Path log, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS_ABOUT_NATIVE_CODE) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(jvm);
        // A segmentation fault on purpose leaves its report with the logs, and no image of its memory.
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:ErrorFile=" + folder.resolve("crash-%p.log"));
        command.addAll(List.of("-jar", Program.jar().toString()));
        command.addAll(role);
        command.addAll(
                List.of("--parent-pid", String.valueOf(ProcessHandle.current().pid())));
        try {
            Files.createDirectories(folder);
            return new ChildProcess(new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + role, e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /** False when it has not ended by then. */
    boolean awaitExit(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGKILL; works on a stopped process too. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /**
     * SIGSTOP now and SIGCONT after {@code time}, from a shell: were this program killed meanwhile, nobody would wake the
     * process up, and a process that sleeps cannot end itself.
     */
    void stopFor(Duration time) {
        String pid = String.valueOf(process.pid());
        String seconds = String.format("%d.%03d", time.toSeconds(), time.toMillisPart());
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + pid + "; sleep " + seconds + "; kill -CONT " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop the process " + pid, e);
        }
    }
}
