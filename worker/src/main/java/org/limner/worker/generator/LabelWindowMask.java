package org.limner.worker.generator;

import org.limner.schemas.window.LabelWindows;
import org.limner.schemas.window.WindowGeometry;

/**
 * What the window graph reads of a mask: its distinct label windows.
 *
 * @param key      of the mask, which goes with it
 * @param geometry of the bundle it was prepared for
 */
record LabelWindowMask(MaskKey key, WindowGeometry geometry, LabelWindows windows) implements PreparedMask {
    @Override
    public long bytes() {
        return key.bytes() + windows.bytes();
    }
}
