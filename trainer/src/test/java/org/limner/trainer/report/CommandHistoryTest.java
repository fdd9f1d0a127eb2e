package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What could go wrong: a command that trained nothing is remembered, one that did is not. */
class CommandHistoryTest {
    @Test
    void addsCommandsInTheirOrder() {
        CommandHistory history = CommandHistory.of("a").then(10, "b").then(25, "c");

        assertThat(history).hasToString("a ; b ; c");
        assertThat(history.last()).isEqualTo("c");
    }

    @Test
    void forgetsCommandsWhoseStepsAreGone() {
        assertThat(CommandHistory.of("a").then(10, "b").then(10, "c")).hasToString("a ; c");
        assertThat(CommandHistory.of("a").then(0, "b")).hasToString("b");
    }

    @Test
    void refusesWhatCannotHaveHappened() {
        assertThatThrownBy(() -> new CommandHistory(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() ->
                        new CommandHistory(List.of(new CommandHistory.Entry(5, "a"), new CommandHistory.Entry(5, "b"))))
                .hasMessageContaining("'b' begins at step 5");
    }
}
