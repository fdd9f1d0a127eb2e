package org.limner.trainer.training;

import java.util.ArrayList;
import java.util.List;
import org.limner.trainer.dataset.RgbImage;

/** A generator's answer as pictures of 8 bits, by the arithmetic of the graph that a worker runs. */
final class GeneratedPictures {
    private GeneratedPictures() {}

    /**
     * @param image {@code N x 3 x height x width}; what lies outside [-1, 1] is clipped, fractions of a level are cut off
     * @return N pictures
     */
    static List<RgbImage> of(float[] image, int width, int height) {
        int plane = width * height;
        List<RgbImage> pictures = new ArrayList<>();
        for (int start = 0; start < image.length; start += 3 * plane) {
            byte[] pixels = new byte[3 * plane];
            for (int i = 0; i < pixels.length; i++) {
                float value = image[start + i % 3 * plane + i / 3];
                pixels[i] = (byte) Math.max(0, Math.min(255, (int) ((value + 1) / 2 * 255)));
            }
            pictures.add(new RgbImage(width, height, pixels));
        }
        return pictures;
    }
}
