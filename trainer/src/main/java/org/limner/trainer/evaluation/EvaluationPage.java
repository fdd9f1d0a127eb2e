package org.limner.trainer.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.report.HtmlText;

/** An evaluation for a browser: the table, the pictures side by side, the protocol. Stands alone but for the pictures' folder. */
public final class EvaluationPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8884;--soft:#8881;--dim:#777}
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:110rem;padding:0 1.5rem}
            h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}
            p{margin:.2rem 0}.dim,figcaption{color:var(--dim)}code{font-size:.9em;overflow-wrap:anywhere}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            th,td{padding:.22rem .9rem;border-bottom:1px solid var(--line);text-align:right}
            th:first-child,td:first-child{text-align:left;padding-left:0}
            tbody tr:hover{background:var(--soft)}tr.part td:first-child{padding-left:1.2rem}tr.part{color:var(--dim)}
            .scroll{overflow-x:auto}
            .row{display:flex;gap:.6rem;overflow-x:auto;padding:.3rem 0 .7rem}
            figure{margin:0;flex:0 0 auto}img{height:8.5rem;display:block;border-radius:3px;background:var(--soft)}
            img.mask{image-rendering:pixelated}figcaption{font-size:.8rem;padding-top:.15rem}
            .legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.85rem;margin:.4rem 0 1rem}
            .legend i{display:inline-block;width:.9em;height:.9em;margin-right:.35em;vertical-align:-.08em;border-radius:2px}
            details{margin-top:2rem}summary{cursor:pointer}
            """;

    private EvaluationPage() {}

    /** Writes the page beside the gallery's folder. */
    public static void write(Evaluation evaluation, Gallery gallery, Path file) throws IOException {
        StringBuilder html = new StringBuilder();
        Subject subject = evaluation.subject();
        String title = "%s %s".formatted(subject.kind(), subject.path());
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>Evaluation of ")
                .append(HtmlText.escaped(title))
                .append("</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(HtmlText.escaped(title))
                .append("</h1>\n");
        paragraph(
                html,
                evaluation.time() + ", by protocol '" + evaluation.protocol().text(ProtocolKey.NAME) + "'");
        subject.details().forEach((key, value) -> paragraph(html, key + ": " + value));
        evaluation.networks().forEach(network -> paragraph(html, network));
        table(html, evaluation);
        pictures(html, gallery);
        protocol(html, evaluation);
        Files.writeString(file, html.append("</body></html>\n"));
    }

    private static void paragraph(StringBuilder html, String text) {
        html.append("<p class=\"dim\">").append(HtmlText.escaped(text)).append("</p>\n");
    }

    private static void table(StringBuilder html, Evaluation evaluation) {
        html.append("<h2>Numbers</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th></th>");
        for (Measurement column : evaluation.columns()) {
            html.append("<th>").append(HtmlText.escaped(column.column())).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n<tr><td>pictures</td>");
        for (Measurement column : evaluation.columns()) {
            html.append("<td>").append(column.pictures()).append("</td>");
        }
        html.append("</tr>\n");
        for (Figure row : evaluation.rows()) {
            html.append(row.key().startsWith("iou.") ? "<tr class=\"part\"><td>" : "<tr><td>")
                    .append(HtmlText.escaped(row.label()))
                    .append("</td>");
            for (Measurement column : evaluation.columns()) {
                html.append("<td>").append(Evaluation.text(column, row)).append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private static void pictures(StringBuilder html, Gallery gallery) {
        if (gallery.names().isEmpty()) {
            return;
        }
        html.append("<h2>Pictures</h2>\n<div class=\"legend\">");
        for (LabelClass label : gallery.classes().classes()) {
            html.append("<span><i style=\"background:")
                    .append(HtmlText.escaped(label.color()))
                    .append("\"></i>")
                    .append(HtmlText.escaped(label.name()))
                    .append("</span>");
        }
        html.append("</div>\n");
        gallery.names().forEach((index, name) -> {
            html.append("<p><code>").append(HtmlText.escaped(name)).append("</code></p>\n<div class=\"row\">\n");
            for (Gallery.Picture picture : gallery.row(index)) {
                boolean mask =
                        picture.file().endsWith("-mask.png") || picture.file().endsWith("-seen.png");
                String alt = HtmlText.escaped(picture.caption() + " of " + name);
                html.append("<figure><img loading=\"lazy\"")
                        .append(mask ? " class=\"mask\"" : "")
                        .append(" src=\"")
                        .append(HtmlText.escaped(gallery.folderName() + "/" + picture.file()))
                        .append("\" alt=\"")
                        .append(alt)
                        .append("\"><figcaption>")
                        .append(HtmlText.escaped(picture.caption()))
                        .append("</figcaption></figure>\n");
            }
            html.append("</div>\n");
        });
    }

    private static void protocol(StringBuilder html, Evaluation evaluation) {
        html.append("<details><summary>Protocol, fingerprint <code>")
                .append(evaluation.protocol().fingerprint())
                .append("</code></summary>\n<p class=\"dim\"><code>")
                .append(HtmlText.escaped(evaluation.command()))
                .append("</code></p>\n<table><tbody>\n");
        for (Map.Entry<String, String> entry : evaluation.protocol().toMap().entrySet()) {
            html.append("<tr><td>")
                    .append(HtmlText.escaped(entry.getKey()))
                    .append("</td><td style=\"text-align:left\"><code>")
                    .append(HtmlText.escaped(entry.getValue()))
                    .append("</code></td></tr>\n");
        }
        html.append("</tbody></table></details>\n");
    }
}
