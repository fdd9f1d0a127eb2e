package org.limner.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every command that trained a run, oldest first.
 *
 * @param entries at least one, their steps rising
 */
public record CommandHistory(List<Entry> entries) {
    /**
     * One of them.
     *
     * @param step    after which it took over; 0 for the first
     * @param command as a person gave it
     */
    public record Entry(long step, String command) {}

    public CommandHistory {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a history needs at least one command");
        }
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).step() <= entries.get(i - 1).step()) {
                throw new IllegalArgumentException("command '%s' begins at step %d but the one before it at step %d"
                        .formatted(
                                entries.get(i).command(),
                                entries.get(i).step(),
                                entries.get(i - 1).step()));
            }
        }
    }

    /** Of a training that one command began. */
    public static CommandHistory of(String command) {
        return new CommandHistory(List.of(new Entry(0, command)));
    }

    /** This history and a command that goes on after {@code step}; one that took no step before it is no part of it. */
    public CommandHistory then(long step, String command) {
        List<Entry> longer = new ArrayList<>(entries);
        longer.removeIf(entry -> entry.step() >= step);
        longer.add(new Entry(step, command));
        return new CommandHistory(longer);
    }

    /** The command that trained last. */
    public String last() {
        return entries.get(entries.size() - 1).command();
    }

    /** All of them in their order, with {@code " ; "} between. */
    @Override
    public String toString() {
        return entries.stream().map(Entry::command).collect(Collectors.joining(" ; "));
    }
}
