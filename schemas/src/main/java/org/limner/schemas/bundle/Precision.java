package org.limner.schemas.bundle;

/** Of a bundle's weights and arithmetic; in JSON in lower case with hyphens. */
public enum Precision {
    /** float32 throughout. */
    FP32("fp32"),
    /** Weights stored as float16 and cast to float32 in the graph: half the file, arithmetic in float32. */
    FP16_WEIGHTS("fp16-weights"),
    /** float16 throughout. */
    FP16("fp16");

    private final String jsonName;

    Precision(String jsonName) {
        this.jsonName = jsonName;
    }

    public String jsonName() {
        return jsonName;
    }

    /** Throws {@link IllegalArgumentException} for any other name. */
    public static Precision ofJsonName(String jsonName) {
        for (Precision precision : values()) {
            if (precision.jsonName.equals(jsonName)) {
                return precision;
            }
        }
        throw new IllegalArgumentException("unknown precision '" + jsonName + "'");
    }
}
