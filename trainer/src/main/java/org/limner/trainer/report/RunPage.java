package org.limner.trainer.report;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.limner.trainer.config.Setting;
import org.limner.trainer.config.Settings;
import org.limner.trainer.config.TrainingOptions;

/**
 * {@code index.html} of a run: how far it is, its sample grids over time, its curves, its settings and where it comes from.
 * One file that needs no network; the grids are the files beside it.
 *
 * @param name     of the run, for the title
 * @param state    of the training, a word or two such as "training" or "done"
 * @param written  when the page was made
 * @param settings of the run
 * @param data     the data set's name
 * @param history  the commands that trained it
 * @param log      everything logged
 * @param samples  the grids by rising step: file names in the folder {@value RunRecord#SAMPLES}
 */
record RunPage(
        String name,
        String state,
        Instant written,
        Settings settings,
        String data,
        CommandHistory history,
        RunLog log,
        List<String> samples) {
    private static final int THUMBNAILS = 16;
    private static final int NOTICES = 20;
    private static final String DISCRIMINATOR_ON_FAKE = "fake";
    private static final String DISCRIMINATOR_ON_REAL = "real";

    String html() {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(HtmlText.escaped(name))
                .append("</title>\n<style>\n")
                .append(resource("page.css"))
                .append("</style>\n</head>\n<body>\n");
        appendHead(page);
        appendNotices(page);
        appendSamples(page);
        appendCurves(page);
        appendSettings(page);
        appendProvenance(page);
        return page.append("<script>\n")
                .append(resource("page.js"))
                .append("</script>\n</body>\n</html>\n")
                .toString();
    }

    private void appendHead(StringBuilder page) {
        TrainingOptions options = TrainingOptions.of(settings);
        page.append("<h1>").append(HtmlText.escaped(name)).append("</h1>\n");
        if (log.reports().isEmpty()) {
            page.append("<p><b>").append(HtmlText.escaped(state)).append("</b>, nothing logged yet</p>\n");
        } else {
            Report last = log.reports().get(log.reports().size() - 1);
            page.append(String.format(
                    Locale.ROOT,
                    "<p><b>%s</b> · %.1f %% · step %,d · epoch %,d · %s of training%s</p>%n",
                    HtmlText.escaped(state),
                    100 * last.done(),
                    last.step(),
                    last.epoch() + 1,
                    duration(last.seconds()),
                    last.done() < 1 && last.remainingSeconds() > 0
                            ? " · " + duration(last.remainingSeconds()) + " to go at this speed"
                            : ""));
            page.append(String.format(
                    Locale.ROOT, "<progress max=\"1\" value=\"%.4f\"></progress>%n", Math.min(1, last.done())));
        }
        page.append(String.format(
                Locale.ROOT,
                "<p class=\"faint\">%s, %d x %d pixels, batches of %d · as of %s</p>%n",
                HtmlText.escaped(data),
                options.image().width(),
                options.image().height(),
                options.optimizer().batchSize(),
                written.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", " UTC")));
    }

    private void appendNotices(StringBuilder page) {
        if (log.notices().isEmpty()) {
            return;
        }
        Map<String, Notice> open = new LinkedHashMap<>();
        log.notices().forEach(notice -> open.put(notice.kind(), notice));
        open.values().removeIf(Notice::over);
        page.append("<section class=\"notices\">\n");
        for (Notice notice : open.values()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<p class=\"alert\"><b>%s</b> since step %,d: %s</p>%n",
                    HtmlText.escaped(notice.kind()),
                    notice.step(),
                    HtmlText.escaped(notice.message())));
        }
        List<Notice> past = log.notices().stream()
                .filter(notice -> !open.containsValue(notice))
                .toList();
        if (!past.isEmpty()) {
            page.append("<details><summary>").append(past.size()).append(" earlier notices</summary>\n<ul>\n");
            for (Notice notice : past.subList(Math.max(0, past.size() - NOTICES), past.size())) {
                page.append(String.format(
                        Locale.ROOT,
                        "<li>step %,d, %s: %s</li>%n",
                        notice.step(),
                        HtmlText.escaped(notice.kind()),
                        HtmlText.escaped(notice.message())));
            }
            page.append("</ul></details>\n");
        }
        page.append("</section>\n");
    }

    private void appendSamples(StringBuilder page) {
        if (samples.isEmpty()) {
            return;
        }
        String newest = samples.get(samples.size() - 1);
        page.append("<section>\n<h2>Samples</h2>\n<p class=\"faint\">")
                .append("Mask, photo, the rendering in the photo's own style, then one per seed; without styles the")
                .append(" rendering alone.</p>\n");
        page.append(String.format(
                Locale.ROOT,
                "<div class=\"scrub\"><input type=\"range\" id=\"scrub\" min=\"0\" max=\"%d\" value=\"%d\""
                        + " aria-label=\"sample grid\"><output id=\"shown\">%s</output></div>%n",
                samples.size() - 1,
                samples.size() - 1,
                HtmlText.escaped(caption(newest))));
        page.append(String.format(
                Locale.ROOT,
                "<a id=\"link\" href=\"%s\"><img id=\"grid\" alt=\"sample grid\" src=\"%s\"></a>%n",
                link(newest),
                link(newest)));
        page.append("<div class=\"thumbnails\">\n");
        int shown = Math.min(THUMBNAILS, samples.size());
        for (int i = 0; i < shown; i++) {
            String sample = samples.get(shown == 1 ? 0 : (int) ((long) i * (samples.size() - 1) / (shown - 1)));
            page.append(String.format(
                    Locale.ROOT,
                    "<a href=\"%s\"><img loading=\"lazy\" alt=\"%s\" src=\"%s\"><span>%s</span></a>%n",
                    link(sample),
                    HtmlText.escaped(caption(sample)),
                    link(sample),
                    HtmlText.escaped(caption(sample))));
        }
        page.append("</div>\n<script type=\"application/json\" id=\"samples\">[")
                .append(samples.stream()
                        .map(sample ->
                                "[" + quoted(RunRecord.SAMPLES + "/" + sample) + "," + quoted(caption(sample)) + "]")
                        .collect(Collectors.joining(",")))
                .append("]</script>\n</section>\n");
    }

    private void appendCurves(StringBuilder page) {
        if (log.reports().isEmpty()) {
            return;
        }
        LossGuide guide = new LossGuide(TrainingOptions.of(settings));
        page.append("<section>\n<h2>Losses</h2>\n<p class=\"faint\">Over steps. Line: smoothed; band: least to largest")
                .append(" logged value.</p>\n<div class=\"charts\">\n");
        List<String> names = log.reports().stream()
                .flatMap(report -> report.losses().keySet().stream())
                .distinct()
                .toList();
        for (String loss : names) {
            if (!loss.equals(DISCRIMINATOR_ON_FAKE) && !loss.equals(DISCRIMINATOR_ON_REAL)) {
                appendChart(page, loss, guide.explain(loss), List.of(loss(loss)));
            }
        }
        appendChart(
                page,
                "Discriminator",
                "fake: " + guide.explain(DISCRIMINATOR_ON_FAKE) + " real: " + guide.explain(DISCRIMINATOR_ON_REAL) + " "
                        + guide.explainGame(),
                List.of(loss(DISCRIMINATOR_ON_FAKE), loss(DISCRIMINATOR_ON_REAL)));
        page.append("</div>\n</section>\n");
        appendMetrics(page);
        page.append("<section>\n<h2>Machine</h2>\n<div class=\"charts\">\n");
        appendChart(page, "Images per second", "", List.of(curve("images/s", Report::imagesPerSecond)));
        appendChart(
                page,
                "Waiting for data",
                "The part of the time, in percent; much of it asks for a larger data.threads.",
                List.of(curve("%", report -> 100 * report.dataWait())));
        appendChart(
                page,
                "Memory",
                "Of the process, in MiB; it should be flat.",
                List.of(curve(
                        "MiB",
                        report -> report.residentBytes().isPresent()
                                ? report.residentBytes().getAsLong() / (double) (1 << 20)
                                : Double.NaN)));
        appendChart(
                page,
                "Learning rates",
                "Adam's steps.",
                List.of(curve("generator", Report::generatorRate), curve("discriminator", Report::discriminatorRate)));
        page.append("</div>\n</section>\n");
    }

    private void appendMetrics(StringBuilder page) {
        if (log.metrics().isEmpty()) {
            return;
        }
        page.append("<section>\n<h2>Evaluations</h2>\n<div class=\"charts\">\n");
        log.metrics().stream()
                .flatMap(metrics -> metrics.values().keySet().stream())
                .distinct()
                .forEach(name -> appendChart(
                        page,
                        name,
                        "",
                        List.of(new Curve(
                                name,
                                log.metrics().stream()
                                        .map(metrics -> new Curve.Point(
                                                metrics.step(), metrics.values().getOrDefault(name, Double.NaN)))
                                        .toList()))));
        page.append("</div>\n</section>\n");
    }

    private Curve loss(String name) {
        return curve(name, report -> report.losses().getOrDefault(name, Double.NaN));
    }

    private Curve curve(String name, ToDoubleFunction<Report> value) {
        return new Curve(
                name,
                log.reports().stream()
                        .map(report -> new Curve.Point(report.step(), value.applyAsDouble(report)))
                        .toList());
    }

    /** Nothing where no curve has a point. */
    private static void appendChart(StringBuilder page, String title, String explanation, List<Curve> curves) {
        List<Curve> drawn = curves.stream().filter(curve -> !curve.isEmpty()).toList();
        if (drawn.isEmpty()) {
            return;
        }
        Chart chart = new Chart(drawn);
        page.append("<figure>\n<h3>").append(HtmlText.escaped(title));
        for (int i = 0; i < drawn.size(); i++) {
            page.append(String.format(
                    Locale.ROOT,
                    "<span class=\"key c%d\"><i></i>%s <b>%s</b></span>",
                    i,
                    drawn.size() == 1 && drawn.get(i).name().equals(title)
                            ? ""
                            : HtmlText.escaped(drawn.get(i).name()),
                    Chart.number(drawn.get(i).last())));
        }
        page.append("</h3>\n").append(chart.svg(HtmlText.escaped(title + " over steps")));
        String caption = explanation + (chart.logarithmic() ? " Logarithmic." : "");
        if (!caption.isBlank()) {
            page.append("<figcaption>")
                    .append(HtmlText.escaped(caption.strip()))
                    .append("</figcaption>\n");
        }
        page.append("</figure>\n");
    }

    private void appendSettings(StringBuilder page) {
        List<String> changed = settings.differences(Settings.defaults());
        page.append("<section>\n<h2>Settings</h2>\n");
        appendSettings(page, changed, changed.isEmpty() ? "All as by default." : "Other than by default:");
        page.append("<details><summary>all others</summary>\n");
        appendSettings(
                page,
                Arrays.stream(Setting.values())
                        .map(Setting::key)
                        .filter(key -> !changed.contains(key))
                        .toList(),
                "");
        page.append("</details>\n</section>\n");
    }

    private void appendSettings(StringBuilder page, List<String> keys, String title) {
        page.append("<p class=\"faint\">").append(HtmlText.escaped(title)).append("</p>\n<table class=\"settings\">\n");
        for (Setting setting : Setting.values()) {
            if (keys.contains(setting.key())) {
                String value = settings.text(setting);
                page.append("<tr><th>")
                        .append(HtmlText.escaped(setting.key()))
                        .append("<td>")
                        .append(HtmlText.escaped(value))
                        .append(
                                value.equals(setting.byDefault())
                                        ? ""
                                        : "<td>not " + HtmlText.escaped(setting.byDefault()))
                        .append("<td>")
                        .append(HtmlText.escaped(setting.meaning()))
                        .append("</tr>\n");
            }
        }
        page.append("</table>\n");
    }

    private void appendProvenance(StringBuilder page) {
        page.append("<section>\n<h2>Where it comes from</h2>\n<table>\n");
        for (CommandHistory.Entry entry : history.entries()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>from step %,d<td><code>%s</code></tr>%n",
                    entry.step(),
                    HtmlText.escaped(entry.command())));
        }
        page.append("</table>\n<p>Data: ")
                .append(HtmlText.escaped(data))
                .append(", from ")
                .append(HtmlText.escaped(settings.text(Setting.DATA)))
                .append(". Seed: ")
                .append(HtmlText.escaped(settings.text(Setting.SEED)))
                .append(".</p>\n<p>Files: <a href=\"log.jsonl\">log.jsonl</a>, <a href=\"config.properties\">")
                .append("config.properties</a>, <a href=\"classes.json\">classes.json</a>; event files for")
                .append(" <code>tensorboard --logdir</code> in <a href=\"")
                .append(RunRecord.TENSORBOARD)
                .append("/\">")
                .append(RunRecord.TENSORBOARD)
                .append("</a>.</p>\n</section>\n");
    }

    private static String link(String sample) {
        return RunRecord.SAMPLES + "/" + HtmlText.escaped(sample);
    }

    /** A JSON string for a script, where HTML's escapes mean nothing but a tag would end it. */
    private static String quoted(String text) {
        return TextNode.valueOf(text).toString().replace("<", "\\u003c");
    }

    /** step-0001200.png as "step 1,200"; other names as they are. */
    private static String caption(String sample) {
        String digits = sample.replaceAll("^step-(\\d{1,18})\\.png$", "$1");
        return digits.equals(sample) ? sample : String.format(Locale.ROOT, "step %,d", Long.parseLong(digits));
    }

    private static String duration(double seconds) {
        Duration length = Duration.ofSeconds(Math.round(seconds));
        return length.toHours() > 0
                ? "%d h %d min".formatted(length.toHours(), length.toMinutesPart())
                : "%d min %d s".formatted(length.toMinutesPart(), length.toSecondsPart());
    }

    private static String resource(String name) {
        try (InputStream file = RunPage.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing beside " + RunPage.class.getName());
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
