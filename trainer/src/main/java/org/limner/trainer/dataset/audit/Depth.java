package org.limner.trainer.dataset.audit;

/** How far an audit looks into files. */
public enum Depth {
    /** At the sizes in the files' first bytes. */
    SIZES,
    /** At every pixel: every label is counted. */
    PIXELS
}
