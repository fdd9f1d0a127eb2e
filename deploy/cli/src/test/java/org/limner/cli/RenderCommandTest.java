package org.limner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole rendering in this process, by ONNX Runtime. What could go wrong: a refusal that looks like a success. */
class RenderCommandTest {
    private static final Path TINY =
            Path.of(System.getProperty("limner.root"), "worker/src/test/bundles/tiny"); // 64 x 32, 4 labels, void 255

    @TempDir
    private Path folder;

    private Path mask;

    @BeforeEach
    void drawMask() throws IOException {
        mask = folder.resolve("coast.png");
        write(mask, 3);
    }

    @Test
    void writesAnImagePerSeed() throws IOException {
        CommandLineRun run = render("--seeds", "7,8");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("coast-0.png  seed 7", "coast-1.png  seed 8", "2 images by tiny@1");
        BufferedImage image = ImageIO.read(folder.resolve("out/coast-0.png").toFile());
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(32);
        assertThat(Files.readAllBytes(folder.resolve("out/coast-1.png")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("out/coast-0.png")));
    }

    @Test
    void readsAStyleFromAnImageAndWritesJpeg() throws IOException {
        CommandLineRun run = render("--style-image", mask.toString(), "--format", "jpeg", "--quality", "80");
        assertThat(run.err()).isEmpty();
        assertThat(ImageIO.read(folder.resolve("out/coast-0.jpg").toFile()).getWidth())
                .isEqualTo(64);
    }

    @Test
    void saysWhichLabelTheModelDoesNotHave() throws IOException {
        write(mask, 34);
        CommandLineRun run = render();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("LABEL_OUT_OF_RANGE at /mask", "34", "tiny@1");
    }

    @Test
    void refusesAFolderWithoutABundle() {
        CommandLineRun run = CommandLineRun.of("render", "--mask", mask.toString(), "--bundle", folder.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains(folder.toString());
    }

    @Test
    void refusesAnUnknownDevice() {
        CommandLineRun run = render("--device", "tpu");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'tpu'");
    }

    private CommandLineRun render(String... more) {
        String[] arguments = new String[7 + more.length];
        String[] first = {
            "render",
            "--mask",
            mask.toString(),
            "--bundle",
            TINY.toString(),
            "--out",
            folder.resolve("out").toString()
        };
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        return CommandLineRun.of(arguments);
    }

    /** Left half label 0, right half {@code label}. */
    private static void write(Path file, int label) throws IOException {
        BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 32; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, i % 64 < 32 ? 0 : label);
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
