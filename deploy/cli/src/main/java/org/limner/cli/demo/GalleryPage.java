package org.limner.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.limner.cli.job.InputFiles;
import org.limner.cli.kafka.JobPublisher;
import org.limner.schemas.bundle.BundleManifest;
import org.limner.schemas.bundle.LabelClass;
import org.limner.schemas.codec.JobCodec;
import org.limner.schemas.job.JobLimits;
import org.limner.schemas.job.RenderJob;
import org.limner.schemas.result.Provenance;
import org.limner.schemas.result.RenderedImage;
import org.limner.schemas.result.Timing;

/** {@code index.html}: every job with its mask, images, JSON and times. One file, with its pictures inside. */
final class GalleryPage {
    /** Text in the JSON beyond this many characters is base64 nobody reads. */
    private static final int READABLE = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private GalleryPage() {}

    /** @param jobs in the order they were asked */
    static String html(BundleManifest bundle, List<RenderedDemo> jobs) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Limner: ")
                .append(escaped(bundle.name()))
                .append("</title>\n<style>\n")
                .append(css())
                .append("</style>\n</head>\n<body>\n");
        appendHead(page, bundle, jobs);
        jobs.forEach(job -> appendJob(page, job));
        appendTimes(page, jobs);
        return page.append("</body>\n</html>\n").toString();
    }

    private static void appendHead(StringBuilder page, BundleManifest bundle, List<RenderedDemo> jobs) {
        int images = jobs.stream().mapToInt(job -> job.images().size()).sum();
        page.append("<h1>Limner</h1>\n<p>")
                .append(jobs.size())
                .append(" render jobs through Kafka, ")
                .append(images)
                .append(" images by the model <b>")
                .append(escaped(bundle.name() + "@" + bundle.version()))
                .append("</b>, ")
                .append(bundle.width())
                .append(" x ")
                .append(bundle.height())
                .append(" pixels.</p>\n");
        if (!jobs.isEmpty()) {
            jobs.get(0).result().provenance().ifPresent(by -> appendProvenance(page, by));
        }
        page.append("<div class=\"legend\">");
        for (LabelClass label : bundle.labels()) {
            page.append("<span><i style=\"background:")
                    .append(label.color())
                    .append("\"></i>")
                    .append(escaped(label.name()))
                    .append("</span>");
        }
        page.append("</div>\n");
    }

    private static void appendProvenance(StringBuilder page, Provenance by) {
        page.append("<p class=\"faint\">")
                .append(escaped(by.runtime() + " on " + by.provider() + ", " + by.precision() + ", model digest "
                        + by.modelDigest().substring(0, 12)))
                .append("</p>\n");
    }

    private static void appendJob(StringBuilder page, RenderedDemo job) {
        page.append("<section>\n<h2>")
                .append(escaped(job.asked().name()))
                .append("</h2>\n<p class=\"faint\">job ")
                .append(escaped(job.asked().job().id().value()))
                .append(", total ")
                .append(milliseconds(job.result().timing().total()))
                .append("</p>\n<div class=\"row\">\n");
        appendFigure(page, "mask", data(job.mask()), "label map", Optional.empty());
        for (int i = 0; i < job.images().size(); i++) {
            RenderedImage image = job.result().images().get(i);
            String caption = job.asked().styleNames().get(image.style());
            Optional<Path> photograph =
                    caption.startsWith("seed") ? Optional.empty() : job.asked().photograph();
            appendFigure(page, "image", data(job.images().get(i)), caption, photograph);
        }
        page.append("</div>\n<details><summary>the job as JSON</summary>\n<pre>")
                .append(escaped(shortJson(job.asked().job())))
                .append("</pre></details>\n</section>\n");
    }

    private static void appendFigure(
            StringBuilder page, String kind, String data, String caption, Optional<Path> photograph) {
        page.append("<figure><img class=\"")
                .append(kind)
                .append("\" alt=\"")
                .append(escaped(caption))
                .append("\" src=\"")
                .append(data)
                .append("\"><figcaption>");
        photograph.ifPresent(file -> page.append("<img alt=\"\" src=\"")
                .append(dataUri(mediaType(file), InputFiles.read(file)))
                .append("\">"));
        page.append("<span>").append(escaped(caption)).append("</span></figcaption></figure>\n");
    }

    private static void appendTimes(StringBuilder page, List<RenderedDemo> jobs) {
        page.append("<section>\n<h2>Times</h2>\n<table>\n<tr><th>job<th>images<th>queue<th>decode<th>batching")
                .append("<th>render<th>encode<th>total</tr>\n");
        for (RenderedDemo job : jobs) {
            Timing timing = job.result().timing();
            page.append("<tr><td>")
                    .append(escaped(job.asked().job().id().value()))
                    .append("<td>")
                    .append(job.images().size());
            for (double value : List.of(
                    timing.queue(),
                    timing.decode(),
                    timing.batching(),
                    timing.render(),
                    timing.encode(),
                    timing.total())) {
                page.append("<td>").append(milliseconds(value));
            }
            page.append("</tr>\n");
        }
        page.append("</table>\n</section>\n");
    }

    /** The job as it was published, indented, with the files in it shortened. */
    static String shortJson(RenderJob job) {
        try {
            JsonNode json = JSON.readTree(new JobCodec(JobLimits.DEFAULT)
                    .encode(job, JobPublisher.SOURCE)
                    .value());
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shortened(json));
        } catch (IOException e) {
            throw new UncheckedIOException("the codec wrote something that is no JSON", e);
        }
    }

    private static JsonNode shortened(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> object.set(name, shortened(object.get(name))));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, shortened(array.get(i)));
            }
        } else if (node.isTextual() && node.textValue().length() > READABLE) {
            int length = node.textValue().length();
            return new TextNode(node.textValue().substring(0, 24) + ".. (" + length + " characters)");
        }
        return node;
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.0f ms", value);
    }

    private static String data(BufferedImage picture) {
        return dataUri("image/png", PngFiles.write(picture));
    }

    private static String dataUri(String mediaType, byte[] bytes) {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static String mediaType(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png") ? "image/png" : "image/jpeg";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String css() {
        try (InputStream file = GalleryPage.class.getResourceAsStream("gallery.css")) {
            if (file == null) {
                throw new IllegalStateException("gallery.css is missing beside " + GalleryPage.class.getName());
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
