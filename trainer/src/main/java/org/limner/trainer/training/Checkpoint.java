package org.limner.trainer.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limner.trainer.report.CommandHistory;
import org.limner.trainer.weights.Safetensors;
import org.limner.trainer.weights.StateDict;

/**
 * Everything a training needs to go on as if it had never stopped, and an export to make a bundle: one safetensors
 * file, there whole or not at all.
 *
 * <p>Tensors, by prefix: {@code G.}, {@code E.} (with styles) and {@code D.} the networks' state dicts; {@code ema.}
 * the generator's running average with batch-norm statistics of its own (unless switched off); {@code adam.GE.} and
 * {@code adam.D.} the optimisers' steps and moments. Random numbers need no state: they follow from seed and step.
 *
 * @param state    the tensors
 * @param position how far the training was
 * @param losses   the last smoothed values by name
 * @param seed     of the run
 * @param data     the data set's name
 * @param history  the commands that trained it
 */
public record Checkpoint(
        StateDict state,
        Position position,
        Map<String, Double> losses,
        long seed,
        String data,
        CommandHistory history) {
    static final String GENERATOR = "G.";
    static final String ENCODER = "E.";
    static final String DISCRIMINATOR = "D.";
    static final String AVERAGE = "ema.";
    static final String GENERATOR_OPTIMIZER = "adam.GE.";
    static final String DISCRIMINATOR_OPTIMIZER = "adam.D.";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a training that one command began and ended. */
    public Checkpoint(
            StateDict state, Position position, Map<String, Double> losses, long seed, String data, String command) {
        this(state, position, losses, seed, data, CommandHistory.of(command));
    }

    /** All commands that trained it, as one text. */
    public String command() {
        return history.toString();
    }

    /** What the file takes for its tensors, header not counted. */
    long tensorBytes() {
        return state.tensors().values().stream()
                .mapToLong(tensor -> (long) tensor.elements() * tensor.type().bytes())
                .sum();
    }

    /** The generator as it was last trained. */
    public StateDict generator() {
        return state.under(GENERATOR);
    }

    /** The generator to render with: the running average where there is one, otherwise {@link #generator()}. */
    public StateDict averagedGenerator() {
        StateDict average = state.under(AVERAGE);
        return average.isEmpty() ? generator() : average;
    }

    /** Empty for a generator that reads no styles. */
    public StateDict encoder() {
        return state.under(ENCODER);
    }

    public StateDict discriminator() {
        return state.under(DISCRIMINATOR);
    }

    /**
     * @throws IOException if the file is broken or holds no training; the message names it
     */
    public static Checkpoint read(Path file) throws IOException {
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, String> metadata = contents.metadata();
        try {
            return new Checkpoint(
                    contents.tensors(),
                    new Position(
                            Long.parseLong(required(metadata, "step")),
                            Long.parseLong(required(metadata, "epoch")),
                            Double.parseDouble(required(metadata, "seconds"))),
                    JSON.readValue(required(metadata, "losses"), new TypeReference<LinkedHashMap<String, Double>>() {}),
                    Long.parseLong(required(metadata, "seed")),
                    required(metadata, "data"),
                    history(metadata));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw new IOException(file + " is not a training's checkpoint: " + e.getMessage(), e);
        }
    }

    /** Replaces {@code file}; when that fails half-way, the old one is still there. */
    public void write(Path file) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("step", Long.toString(position.step()));
        metadata.put("epoch", Long.toString(position.epoch()));
        metadata.put("seconds", Double.toString(position.seconds()));
        metadata.put("losses", JSON.writeValueAsString(losses));
        metadata.put("seed", Long.toString(seed));
        metadata.put("data", data);
        metadata.put("command", history.last()); // for readers from before there was a history
        metadata.put("history", JSON.writeValueAsString(history.entries()));
        Safetensors.write(file, state, metadata);
    }

    /** Checkpoints from before there was a history have their last command alone: it is all that is known. */
    private static CommandHistory history(Map<String, String> metadata) throws JsonProcessingException {
        String command = required(metadata, "command");
        String history = metadata.get("history");
        return history == null
                ? CommandHistory.of(command)
                : new CommandHistory(JSON.readValue(history, new TypeReference<List<CommandHistory.Entry>>() {}));
    }

    private static String required(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new IllegalArgumentException("its metadata lacks '" + key + "'");
        }
        return value;
    }
}
