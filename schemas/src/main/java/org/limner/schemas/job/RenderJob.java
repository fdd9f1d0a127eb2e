package org.limner.schemas.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One mask to be rendered in one or more styles: the meaning of a record on {@code limner.jobs}.
 *
 * @param id          the CloudEvent's id
 * @param model       the bundle that renders
 * @param mask        a PNG, one label id per pixel
 * @param instances   a PNG, one instance id per pixel, for bundles that read instance edges
 * @param styles      one image each, in this order; empty when the job names none, which only a bundle without z takes
 * @param output      file format and delivery
 * @param tags        free strings, echoed in the result
 * @param deadline    the CloudEvent's {@code expirytime}
 * @param traceparent W3C trace context, carried to the result
 */
public record RenderJob(
        JobId id,
        ModelReference model,
        Payload mask,
        Optional<Payload> instances,
        List<Style> styles,
        Output output,
        List<String> tags,
        Optional<Instant> deadline,
        Optional<String> traceparent) {
    public RenderJob {
        styles = List.copyOf(styles);
        tags = List.copyOf(tags);
    }
}
