package org.limner.trainer.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured, for the record.
 *
 * @param kind    run, bundle or images
 * @param path    where it was
 * @param details such as steps, digest and name, in order
 */
public record Subject(String kind, String path, Map<String, Object> details) {
    public Subject {
        details = new LinkedHashMap<>(details);
    }
}
