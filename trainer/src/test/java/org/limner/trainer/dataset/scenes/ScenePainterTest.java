package org.limner.trainer.dataset.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limner.trainer.dataset.LabelMap;
import org.limner.trainer.dataset.RgbImage;

/**
 * Light is what a style vector has to carry: it must be worth carrying, the same over the whole picture, and no part of
 * the label map.
 */
class ScenePainterTest {
    private static final int SIZE = 64;
    private final SceneComposer composer = new SceneComposer(4);

    @Test
    void paintsOneLayoutUnderAnyLightWithoutTouchingIt() {
        Layout layout = composer.layout(0, SIZE, SIZE);
        short[] before = layout.labels().indices();

        byte[] noon = ScenePainter.paint(layout, Light.NOON).pixels();
        byte[] sunset = ScenePainter.paint(layout, Light.SUNSET).pixels();

        assertThat(layout.labels().indices()).isEqualTo(before);
        assertThat(sunset).isNotEqualTo(noon);
        assertThat(ScenePainter.paint(layout, Light.NOON).pixels()).isEqualTo(noon);
    }

    @Test
    void variesEachPixelWithTheLight() {
        Layout layout = composer.layout(2, SIZE, SIZE);
        int lights = 40;
        double[] sum = new double[3 * SIZE * SIZE];
        double[] squares = new double[3 * SIZE * SIZE];
        for (int index = 0; index < lights; index++) {
            byte[] pixels = ScenePainter.paint(layout, composer.light(index)).pixels();
            for (int k = 0; k < pixels.length; k++) {
                sum[k] += pixels[k] & 255;
                squares[k] += (pixels[k] & 255) * (pixels[k] & 255);
            }
        }
        double deviation = 0;
        for (int k = 0; k < sum.length; k++) {
            double mean = sum[k] / lights;
            deviation += Math.sqrt(squares[k] / lights - mean * mean) / sum.length;
        }
        assertThat(deviation).isBetween(25.0, 55.0);
    }

    @Test
    void isBlueAtNoonRedAtSunsetAndDarkByMoonlight() {
        for (int index = 0; index < 8; index++) {
            Layout layout = composer.layout(index, SIZE, SIZE);
            double[] noon = meanOf(SceneClass.SKY, layout, Light.NOON);
            double[] sunset = meanOf(SceneClass.SKY, layout, Light.SUNSET);
            double[] night = meanOf(SceneClass.SKY, layout, Light.MOONLIGHT);

            assertThat(noon[2]).isGreaterThan(noon[0] + 20);
            assertThat(sunset[0] - sunset[2]).isGreaterThan(noon[0] - noon[2] + 40);
            assertThat(night[1]).isLessThan(noon[1] / 2);
        }
    }

    @Test
    void lightsTheSidesThatFaceTheSun() {
        Boulder boulder = new Boulder(0.5f, 0.8f, 0.3f, 0.5f, 0, 3);
        Layout layout = Layout.of(SIZE, SIZE, List.of(boulder, new Sky(0.9f, 0, 1, 0, null, 1)));
        Light fromLeft = Light.MORNING;

        RgbImage photo = ScenePainter.paint(layout, fromLeft);

        assertThat(brightness(photo, layout.labels(), 0, SIZE / 2))
                .isGreaterThan(brightness(photo, layout.labels(), SIZE / 2, SIZE) * 1.1);
    }

    @Test
    void mirrorsTheFarShoreInALake() {
        Layer lake = new Lake(Crest.flat(0.5f), 0, 1);
        Layer snow = new Ground(SceneClass.SNOW, Crest.flat(0.4f), 0, 0, 1, List.of());
        Layout white = Layout.of(SIZE, SIZE, List.of(lake, snow, new Sky(0.5f, 0, 1, 0, null, 1)));
        Layout blue = Layout.of(SIZE, SIZE, List.of(lake, new Sky(0.5f, 0, 1, 0, null, 1)));

        RgbImage withSnow = ScenePainter.paint(white, Light.NOON);
        RgbImage withSky = ScenePainter.paint(blue, Light.NOON);

        assertThat(withSnow.at(32, 36, 0)).isGreaterThan(withSky.at(32, 36, 0) + 20);
    }

    private static double[] meanOf(SceneClass of, Layout layout, Light light) {
        RgbImage photo = ScenePainter.paint(layout, light);
        LabelMap labels = layout.labels();
        double[] sum = new double[3];
        int count = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (labels.at(x, y) == of.label()) {
                    count++;
                    for (int channel = 0; channel < 3; channel++) {
                        sum[channel] += photo.at(x, y, channel);
                    }
                }
            }
        }
        return new double[] {sum[0] / count, sum[1] / count, sum[2] / count};
    }

    private static double brightness(RgbImage photo, LabelMap labels, int from, int to) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = from; x < to; x++) {
                if (labels.at(x, y) == SceneClass.ROCK.label()) {
                    sum += photo.at(x, y, 1);
                    count++;
                }
            }
        }
        return sum / count;
    }
}
