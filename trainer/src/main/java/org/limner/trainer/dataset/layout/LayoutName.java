package org.limner.trainer.dataset.layout;

/** Values of the setting {@code data.layout}. */
public enum LayoutName {
    /** Whatever the folder looks like. */
    AUTO,
    PAIRS,
    COCO,
    ADE20K,
    CITYSCAPES,
    FACADES,
    CUSTOM
}
