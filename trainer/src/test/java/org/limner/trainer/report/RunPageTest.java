package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.limner.trainer.report.RunLogTest.CLOCK;
import static org.limner.trainer.report.RunLogTest.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.limner.trainer.config.Settings;

/** What could go wrong: a page that reaches for the network, grows with the training, or shows text as markup. */
class RunPageTest {
    private static final CommandHistory HISTORY =
            CommandHistory.of("limner train --out <b>").then(1_200, "limner train --resume x");

    @Test
    void tellsProgressSettingsAndOrigin() {
        String page = page(log(50), List.of("step-0000600.png", "step-0001200.png"));

        assertThat(page)
                .contains("<b>training</b> · 0.5 % · step 50 · epoch 1 · 0 min 25 s of training")
                .contains("20 min 35 s to go")
                .contains("<th>learning-rate<td>0.002<td>not 0.0002<td>")
                .contains("from step 0<td><code>limner train --out &lt;b&gt;</code>")
                .contains("from step 1,200<td><code>limner train --resume x</code>")
                .contains("Seed: 1.")
                .contains("src=\"samples/step-0001200.png\"")
                .contains("[\"samples/step-0000600.png\",\"step 600\"]")
                .contains("as of 2023-11-14 22:13:20 UTC");
    }

    @Test
    void handsTheScriptNamesAsTheyAreAndThePageEscapedOnes() {
        String page = page(log(1), List.of("it's </script>.png"));

        assertThat(page)
                .contains("[[\"samples/it's \\u003c/script>.png\",\"it's \\u003c/script>.png\"]]")
                .contains("src=\"samples/it&#39;s &lt;/script&gt;.png\"");
    }

    @Test
    void explainsEveryLossAndDrawsIt() {
        String page = page(log(50), List.of());

        assertThat(page).contains("Hinge: minus the mean score", "Both near 1: it sees no difference");
        assertThat(page).contains("<h3>GAN", "<h3>Discriminator", "<h3>Memory", "<h3>Learning rates", "<h3>mIoU");
        assertThat(page).doesNotContain("NaN", "Infinity");
    }

    @Test
    void showsWhatIsWrongNowAboveWhatWasOnce() {
        RunLog log = new RunLog(
                List.of(report(10, 1)),
                List.of(),
                List.of(
                        new Notice(3, "styles-silent", false, "styles tell nothing"),
                        new Notice(5, "discriminator-wins", false, "it wins"),
                        new Notice(8, "discriminator-wins", true, "it errs again")));

        String page = page(log, List.of());
        assertThat(page)
                .contains("<p class=\"alert\"><b>styles-silent</b> since step 3: styles tell nothing</p>")
                .contains("2 earlier notices")
                .doesNotContain("<p class=\"alert\"><b>discriminator-wins");
    }

    @Test
    void isThereBeforeAnythingIsLogged() {
        assertThat(page(new RunLog(List.of(), List.of(), List.of()), List.of()))
                .contains("nothing logged yet")
                .doesNotContain("<svg");
    }

    @Test
    void staysSmallAsTheLogGrows() {
        int some = page(log(2_000), List.of()).length();
        int many = page(log(50_000), List.of()).length();

        assertThat(many).isLessThan(some * 11 / 10).isLessThan(400_000);
    }

    @Test
    void needsNoNetwork() {
        assertThat(page(log(50), List.of("step-0000600.png"))).doesNotContain("http:", "https:", "url(", "@import");
    }

    @Test
    void drawsWellFormedCurvesInsideTheirFrame() throws Exception {
        Matcher svgs = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page(log(777), List.of()));
        int count = 0;
        for (; svgs.find(); count++) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svgs.group().getBytes(StandardCharsets.UTF_8)));
            Matcher points = Pattern.compile("(-?[\\d.]+),(-?[\\d.]+) ").matcher(svgs.group());
            while (points.find()) {
                assertThat(Double.parseDouble(points.group(1))).isBetween(52.0, 550.0);
                assertThat(Double.parseDouble(points.group(2))).isBetween(10.0, 204.0);
            }
        }
        assertThat(count).isEqualTo(7);
    }

    private static RunLog log(int reports) {
        return new RunLog(
                LongStream.rangeClosed(1, reports)
                        .mapToObj(step -> report(step, Math.sin(step / 40.0)))
                        .toList(),
                List.of(new RunLog.Metrics(10, Map.of("mIoU", 0.25))),
                List.of());
    }

    private static String page(RunLog log, List<String> samples) {
        Settings settings = Settings.defaults().with("learning-rate=0.002");
        return new RunPage("faces", "training", CLOCK.instant(), settings, "faces/train", HISTORY, log, samples).html();
    }
}
