package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** What could go wrong: a bar that takes Ctrl-C away from the training, lines longer than the terminal. */
class ProgressDisplayTest {
    @Test
    void barLeavesCtrlCAlone() {
        SignalHandler mine = signal -> {};
        SignalHandler before = Signal.handle(new Signal("INT"), mine);
        if (before == SignalHandler.SIG_IGN) { // started in the background by a shell
            Signal.handle(new Signal("INT"), before);
            Assumptions.abort("this process was started with Ctrl-C ignored, and keeps that");
        }
        PrintStream realOut = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            try (ProgressDisplay bar = ProgressDisplay.bar()) {
                bar.show(RunLogTest.report(2_500, 0.5));
                bar.say("something");
            }
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("something", " 25.0 %", "RSS 500 MiB");
        } finally {
            System.setOut(realOut);
            assertThat(Signal.handle(new Signal("INT"), before)).isSameAs(mine);
        }
    }

    @Test
    void takesTheUsualWidthWhereNobodyKnowsIt() {
        assertThat(TerminalWidth.parsed("40 132\n")).isEqualTo(132);
        assertThat(TerminalWidth.parsed("0 0\n")).isEqualTo(80);
        assertThat(TerminalWidth.parsed("stty: no tty")).isEqualTo(80);
    }
}
