package org.limner.schemas.result;

/**
 * Where a job's time went, in milliseconds. The stages do not add up to {@code total}: handing over between them takes
 * time too.
 *
 * @param queue  from the record's timestamp until the worker took it from the topic
 * @param decode of mask, instances and style images
 * @param batching waiting for a batch and for the renderer
 * @param render the session runs the job was part of
 * @param encode of the images
 * @param total  from the record's timestamp until the result was complete
 */
public record Timing(double queue, double decode, double batching, double render, double encode, double total) {
    public static final Timing NONE = new Timing(0, 0, 0, 0, 0, 0);
}
