package org.limner.worker.job;

/**
 * How much travels in a result; more goes to the store, if there is one. The defaults are the contract's.
 *
 * @param imageBytes  of one image file
 * @param resultBytes of the whole encoded result, images in base64 included
 */
public record ResultLimits(int imageBytes, int resultBytes) {
    public static final ResultLimits DEFAULT = new ResultLimits(256 * 1024, 1024 * 1024);
}
