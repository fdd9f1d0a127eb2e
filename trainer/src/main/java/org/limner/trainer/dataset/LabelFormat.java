package org.limner.trainer.dataset;

/** How label files say which class a pixel is. */
public enum LabelFormat {
    /** Grey and palette files by number, files of three or four channels by colour. */
    AUTO,
    /** By number: the grey value, the palette index, or the value that all three channels share. */
    INDEX,
    /** By colour, which must be a class's to the last bit; of palette files the palette's colour. */
    COLOR
}
