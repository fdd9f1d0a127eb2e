package org.limner.trainer.dataset.scenes;

/**
 * Light or reflectance in linear red, green and blue: twice the number is twice the photons. 1 is a white wall in full
 * daylight; more is possible and is what the camera's curve is for.
 */
record Rgb(float r, float g, float b) {
    static final Rgb WHITE = new Rgb(1, 1, 1);

    /** A display colour such as {@code 0x88aacc} brought to linear light (IEC 61966-2-1, approximated by the square). */
    static Rgb display(int rgb) {
        float r = (rgb >> 16 & 255) / 255f;
        float g = (rgb >> 8 & 255) / 255f;
        float b = (rgb & 255) / 255f;
        return new Rgb(r * r, g * g, b * b);
    }

    Rgb times(float factor) {
        return new Rgb(r * factor, g * factor, b * factor);
    }

    Rgb times(Rgb other) {
        return new Rgb(r * other.r, g * other.g, b * other.b);
    }

    Rgb plus(Rgb other) {
        return new Rgb(r + other.r, g + other.g, b + other.b);
    }

    /** This at 0, the other at 1. */
    Rgb mix(Rgb other, float at) {
        return new Rgb(r + (other.r - r) * at, g + (other.g - g) * at, b + (other.b - b) * at);
    }
}
