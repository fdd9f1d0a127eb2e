package org.limner.trainer.dataset.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.Example;
import picocli.CommandLine;

/** What the verb writes must be what the data set would have said, in the layout a folder data set reads. */
class ScenesCommandTest {
    private final StringWriter output = new StringWriter();

    @Test
    void writesPhotosAndIndexMasksOfTheSameScenes(@TempDir Path out) throws Exception {
        assertThat(run("--out", out.toString(), "--count", "3", "--size", "48x40", "--seed", "7"))
                .isZero();

        Example expected = SceneDataset.train(7, 3, 48, 40).example(2);
        BufferedImage photo =
                ImageIO.read(out.resolve("train/images/scene-00002.png").toFile());
        BufferedImage mask =
                ImageIO.read(out.resolve("train/labels/scene-00002.png").toFile());
        assertThat(mask.getColorModel()).isInstanceOf(IndexColorModel.class);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 48; x++) {
                assertThat(mask.getRaster().getSample(x, y, 0))
                        .isEqualTo(expected.labels().at(x, y));
                assertThat(photo.getRGB(x, y) & 255).isEqualTo(expected.photo().at(x, y, 2));
            }
        }
        assertThat(ClassTable.read(out.resolve("classes.json"))).isEqualTo(SceneClass.TABLE);
        assertThat(out.resolve("val/images/scene-00000.png")).exists();
        assertThat(ImageIO.read(out.resolve("contact-sheet.png").toFile()).getWidth())
                .isGreaterThanOrEqualTo(3 * 48);
        assertThat(output.toString()).contains("3 train and 1 val scenes of 48 x 40");
    }

    @Test
    void refusesWhatIsNoSizeAsAUsageError(@TempDir Path out) {
        assertThat(run("--out", out.toString(), "--size", "big")).isEqualTo(2);
        assertThat(output.toString()).contains("not 'big'");
        assertThat(run("--out", out.toString(), "--size", "16x16")).isEqualTo(2);
        assertThat(output.toString()).contains("16 x 16");
        assertThat(run()).isEqualTo(2);
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(output);
        return new CommandLine(new ScenesCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(arguments);
    }
}
