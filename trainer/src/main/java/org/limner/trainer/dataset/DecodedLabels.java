package org.limner.trainer.dataset;

import java.util.List;

/**
 * What a label file holds, known or not. Pixels with unknown labels have the index {@link ClassTable#channels()}, one
 * beyond all that networks read.
 */
public final class DecodedLabels {
    /** What kind of file the labels were in. */
    public enum Kind {
        GREY("grey"),
        GREY_16("grey, 16 bits"),
        /** Or grey of 1, 2 or 4 bits, which ImageIO gives a palette. */
        PALETTE("palette"),
        COLOR("colour");

        private final String spelled;

        Kind(String spelled) {
            this.spelled = spelled;
        }

        /** For people. */
        public String spelled() {
            return spelled;
        }
    }

    private final Kind kind;
    private final LabelMap map;
    private final List<UnknownLabel> unknown;

    DecodedLabels(Kind kind, LabelMap map, List<UnknownLabel> unknown) {
        this.kind = kind;
        this.map = map;
        this.unknown = List.copyOf(unknown);
    }

    public Kind kind() {
        return kind;
    }

    public LabelMap map() {
        return map;
    }

    /** One entry per value, in the order in which they first occur, row by row. */
    public List<UnknownLabel> unknown() {
        return unknown;
    }
}
