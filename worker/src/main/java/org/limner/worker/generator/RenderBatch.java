package org.limner.worker.generator;

import java.util.List;

/**
 * Pictures that one session run renders together.
 *
 * @param requests at least one, all for the same bundle
 */
public record RenderBatch(List<RenderRequest> requests) {
    public RenderBatch {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one request");
        }
    }

    public int size() {
        return requests.size();
    }
}
