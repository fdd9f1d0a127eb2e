package org.limner.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way as a person goes it: the launcher, the client, the standalone worker as a process of its own, its broker
 * and ONNX Runtime. What could go wrong: a worker that stays behind, a failed job that looks like a success.
 */
class DemoIT {
    private static final Path ROOT = Path.of(System.getProperty("limner.root"));
    private static final Path TINY = ROOT.resolve("worker/src/test/bundles/tiny"); // 64 x 32, 4 labels

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheBuiltPrograms() throws IOException {
        for (String product :
                List.of("deploy/standalone/target/quarkus-app/quarkus-run.jar", "deploy/cli/target/lib")) {
            assumeTrue(Files.exists(ROOT.resolve(product)), product + " is not built; run mvn verify for all modules");
        }
        Files.createDirectories(folder.resolve("masks"));
        Files.createDirectories(folder.resolve("styles"));
        writeMask("coast", 3);
        writeMask("meadow", 2);
        BufferedImage photograph = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(photograph, "jpg", folder.resolve("styles/night.jpg").toFile());
    }

    @Test
    void rendersEveryMaskInThreeStylesAndLeavesNoProcessBehind() throws Exception {
        List<String> output = demo(0);
        assertThat(output).filteredOn(line -> line.contains(" SUCCEEDED ")).hasSize(4);
        assertThat(output).anyMatch(line -> line.matches("JOB +STATUS +IMAGES +QUEUE ms +RENDER ms +TOTAL ms"));
        Path out = folder.resolve("out");
        for (String job : List.of("demo-1-coast", "demo-2-meadow", "demo-3-coast", "demo-4-meadow")) {
            assertThat(out.resolve("masks/" + job + ".png")).exists();
            assertThat(out.resolve("jobs/" + job + ".json")).exists();
            for (int style = 0; style < 3; style++) {
                BufferedImage image = ImageIO.read(
                        out.resolve("images/" + job + "-" + style + ".png").toFile());
                assertThat(image.getWidth()).isEqualTo(64);
            }
        }
        assertThat(ImageIO.read(out.resolve("contact-sheet.png").toFile()).getWidth())
                .isGreaterThan(4 * 64);
        assertThat(out.resolve("index.html")).content().contains("demo-4-meadow", "as night");
        Matcher process = Pattern.compile("process (\\d+)").matcher(String.join("\n", output));
        assertThat(process.find()).isTrue();
        assertThat(ProcessHandle.of(Long.parseLong(process.group(1))).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void saysWhichJobFailedAndWhy() throws Exception {
        writeMask("meadow", 34);
        List<String> output = demo(1);
        assertThat(output).filteredOn(line -> line.contains(" FAILED ")).hasSize(2);
        assertThat(output)
                .anyMatch(line -> line.startsWith("demo-2-meadow: LABEL_OUT_OF_RANGE at /mask") && line.contains("34"));
    }

    private List<String> demo(int expectedExitCode) throws IOException, InterruptedException {
        Path log = folder.resolve("demo.txt");
        ProcessBuilder builder = new ProcessBuilder(
                ROOT.resolve("limner").toString(),
                "demo",
                "--bundles",
                TINY.toString(),
                "--masks",
                folder.resolve("masks").toString(),
                "--styles",
                folder.resolve("styles").toString(),
                "--out",
                folder.resolve("out").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(150, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> output = new ArrayList<>(Files.readAllLines(log));
        assertThat(process.waitFor()).as(String.join("\n", output)).isEqualTo(expectedExitCode);
        return output;
    }

    /** Upper half label 0, lower half {@code label}. */
    private void writeMask(String name, int label) throws IOException {
        BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 32; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, i / 64 < 16 ? 0 : label);
        }
        ImageIO.write(image, "png", folder.resolve("masks/" + name + ".png").toFile());
    }
}
