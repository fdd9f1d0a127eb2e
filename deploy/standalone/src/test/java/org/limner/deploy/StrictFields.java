package org.limner.deploy;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;

/**
 * Fails on fields that fabric8's types do not know, or whose value is an object where they know a word: both end in
 * {@code additionalProperties}, silently, of whichever object they stand in.
 */
final class StrictFields {
    private static final String ADDITIONAL = "additionalProperties";

    private StrictFields() {}

    static void check(KubernetesResource resource) {
        check(resource, resource.getClass().getSimpleName());
    }

    private static void check(Object value, String path) {
        if (value instanceof Iterable<?> values) {
            int index = 0;
            for (Object element : values) {
                check(element, path + "[" + index++ + "]");
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> check(element, path + "." + key));
        } else if (value instanceof KubernetesResource) {
            for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        checkField(value, field, path);
                    }
                }
            }
        }
    }

    private static void checkField(Object owner, Field field, String path) {
        Object value = get(owner, field);
        if (value == null) {
            return;
        }
        if (field.getName().equals(ADDITIONAL)) {
            if (!((Map<?, ?>) value).isEmpty()) {
                throw new AssertionError("unknown or mistyped at " + path + ": " + ((Map<?, ?>) value).keySet());
            }
        } else {
            check(value, path + "." + field.getName());
        }
    }

    private static Object get(Object owner, Field field) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
