package org.limner.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.job.Digests;
import org.limner.schemas.job.ImageFormat;
import org.limner.schemas.job.Payload;
import org.limner.schemas.result.RenderResult;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.ResultStatus;
import org.limner.schemas.result.Timing;
import org.limner.worker.bundle.BundleRepository;

/** What could go wrong: a page that needs other files, a seed under the wrong image, markup broken by a file name. */
class GalleryPageTest {
    private static final Path TINY = Path.of(System.getProperty("limner.root"), "worker/src/test/bundles/tiny");
    private static final BufferedImage PICTURE = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);

    @TempDir
    private Path folder;

    @Test
    void showsEveryJobWithItsSeedsJsonAndTimes() throws IOException {
        String page = GalleryPage.html(bundle(), demos());
        assertThat(page).contains("coast &lt;1&gt;", "seed 7", "seed 8", "as sunset", "demo-1-coast--1-");
        assertThat(page).contains("sky", "#87b5d8", "40 ms", "51 ms");
        assertThat(page).contains("&quot;seed&quot; : 7");
    }

    @Test
    void needsNoOtherFile() throws IOException {
        String page = GalleryPage.html(bundle(), demos());
        Matcher sources = Pattern.compile("(?:src|href)=\"([^\"]{0,30})").matcher(page);
        int count = 0;
        while (sources.find()) {
            assertThat(sources.group(1)).startsWith("data:image/");
            count++;
        }
        // Per job a mask and three images, and the photograph beside the encoded one.
        assertThat(count).isEqualTo(4 * (1 + 3 + 1));
    }

    @Test
    void makesFourJobsOfOneMaskWithSeedsOfTheirOwn() throws IOException {
        assertThat(demos())
                .extracting(demo -> demo.asked().styleNames().get(0))
                .containsExactly("seed 7", "seed 10", "seed 13", "seed 16");
    }

    private static BundleManifest bundle() {
        return BundleRepository.load(TINY).bundles().get(0).manifest();
    }

    private List<RenderedDemo> demos() throws IOException {
        Path masks = Files.createDirectories(folder.resolve("masks"));
        Path styles = Files.createDirectories(folder.resolve("styles"));
        Files.write(masks.resolve("coast <1>.png"), PngFiles.write(PICTURE));
        Files.write(styles.resolve("sunset.png"), PngFiles.write(PICTURE));
        return DemoJobs.make(bundle(), masks, styles).stream()
                .map(GalleryPageTest::rendered)
                .toList();
    }

    private static RenderedDemo rendered(DemoJobs.DemoJob asked) {
        List<RenderedImage> images = List.of(image(0), image(1), image(2));
        RenderResult result = new RenderResult(
                asked.job().id(),
                ResultStatus.SUCCEEDED,
                images,
                Optional.empty(),
                Optional.empty(),
                new Timing(1, 2, 3, 40, 5, 51),
                List.of(),
                Optional.empty());
        return new RenderedDemo(asked, result, PICTURE, List.of(PICTURE, PICTURE, PICTURE));
    }

    private static RenderedImage image(int style) {
        byte[] png = PngFiles.write(PICTURE);
        return new RenderedImage(
                style,
                ImageFormat.PNG,
                8,
                8,
                new Payload.Inline(png),
                Digests.sha256(png),
                png.length,
                OptionalLong.empty(),
                Optional.empty());
    }
}
