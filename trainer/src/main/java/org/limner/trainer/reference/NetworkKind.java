package org.limner.trainer.reference;

import java.util.Arrays;
import java.util.Optional;
import org.limner.trainer.weights.StateDict;

/** The three networks and how the reference names their files and their first tensors. */
enum NetworkKind {
    GENERATOR("generator", "latest_net_G", "head_0."),
    ENCODER("encoder", "latest_net_E", "layer1."),
    DISCRIMINATOR("discriminator", "latest_net_D", "discriminator_0.");

    private final String noun;
    private final String fileName;
    private final String prefix;

    NetworkKind(String noun, String fileName, String prefix) {
        this.noun = noun;
        this.fileName = fileName;
        this.prefix = prefix;
    }

    /** As in sentences and in {@code --generator}. */
    String noun() {
        return noun;
    }

    /** Without its ending. */
    String fileName() {
        return fileName;
    }

    /** Which one these weights are of; empty: none of them. */
    static Optional<NetworkKind> of(StateDict weights) {
        return Arrays.stream(values())
                .filter(kind -> weights.names().stream().anyMatch(name -> name.startsWith(kind.prefix)))
                .findFirst();
    }
}
