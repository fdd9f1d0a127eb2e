package org.limner.schemas.bundle;

/** Which inputs a generator's graph takes; in JSON in lower case with hyphens. */
public enum Conditioning {
    /**
     * The plain graph. Inputs {@code segmentation: float32 [N, L, H, W]} and, with a style, {@code z: float32 [N, Z]};
     * outputs {@code image: float32 [N, 3, H, W]} in [-1, 1] and {@code pixels: uint8 [N, H, W, 3]}.
     */
    ONE_HOT("one-hot"),
    /**
     * The graph that modulates once per distinct label window. Inputs: the tables of
     * {@link org.limner.schemas.window.WindowTable} for every level, int32, and {@code z} as above or, without a style,
     * {@link org.limner.schemas.window.WindowGeometry#FIRST_CODES}; outputs as above.
     */
    LABEL_WINDOW("label-window");

    private final String jsonName;

    Conditioning(String jsonName) {
        this.jsonName = jsonName;
    }

    public String jsonName() {
        return jsonName;
    }

    /** Throws {@link IllegalArgumentException} for any other name. */
    public static Conditioning ofJsonName(String jsonName) {
        for (Conditioning conditioning : values()) {
            if (conditioning.jsonName.equals(jsonName)) {
                return conditioning;
            }
        }
        throw new IllegalArgumentException("unknown conditioning '" + jsonName + "'");
    }
}
