package org.limner.trainer.network;

/** How weights start; biases start at zero in both. */
public enum Initialization {
    /**
     * What training the reference on a GPU really starts from: spectrally normalised weights keep PyTorch's default, uniform
     * in +-1 / sqrt(fan in); the others are Glorot normal with gain 0.02.
     */
    REFERENCE_GPU,
    /** Glorot normal with gain 0.02 for every weight, as the paper says. */
    XAVIER
}
