package org.limner.trainer.dataset.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The product's example masks are files that this code made. They could fall behind it, and a label's number could
 * change its meaning under them.
 */
class ExampleSceneTest {
    private static final Path DEMO =
            Path.of(System.getProperty("limner.root"), "deploy", "standalone", "src", "main", "demo");
    private static final String REMEDY =
            "make the files again: limner scenes --demo --out deploy/standalone/src/main/demo";

    @ParameterizedTest
    @EnumSource
    void isTheMaskInTheProduct(ExampleScene scene) throws IOException {
        BufferedImage file =
                ImageIO.read(DEMO.resolve("masks/" + scene.title() + ".png").toFile());
        BufferedImage mask = scene.mask();

        assertThat(file.getRaster().getSamples(0, 0, 128, 128, 0, (int[]) null))
                .as(REMEDY)
                .isEqualTo(mask.getRaster().getSamples(0, 0, 128, 128, 0, (int[]) null));
    }

    @ParameterizedTest
    @EnumSource
    void isThePhotographInTheProduct(ExampleStyle style) throws IOException {
        BufferedImage file =
                ImageIO.read(DEMO.resolve("styles/" + style.title() + ".png").toFile());
        BufferedImage photo = style.photo();
        int side = photo.getWidth();

        assertThat(file.getRGB(0, 0, side, side, null, 0, side))
                .as(REMEDY)
                .isEqualTo(photo.getRGB(0, 0, side, side, null, 0, side));
    }

    @Test
    void showsEveryClassSomewhere() {
        Set<SceneClass> seen = EnumSet.noneOf(SceneClass.class);
        for (ExampleScene scene : ExampleScene.values()) {
            for (short label : scene.layout(128).labels().indices()) {
                seen.add(SceneClass.of(label));
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(SceneClass.values());
    }
}
