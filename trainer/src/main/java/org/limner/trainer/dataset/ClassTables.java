package org.limner.trainer.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalInt;

/** What the labels of well-known data sets mean, for folders without a {@code classes.json} of their own. */
public final class ClassTables {
    private ClassTables() {}

    /** COCO-Stuff: ids 0 to 181, void 255. */
    public static ClassTable coco() {
        return resource("coco");
    }

    /** ADE20K: the ids in the files, 0 to 150, of which 0 is everything else; no void. */
    public static ClassTable ade20k() {
        return resource("ade20k");
    }

    /** Cityscapes: the ids of {@code labelIds} files, 0 to 33, and 34, the licence plate, which those never hold. */
    public static ClassTable cityscapes() {
        return resource("cityscapes");
    }

    /** CMP Facades: ids 0 to 12. */
    public static ClassTable facades() {
        return resource("facades");
    }

    /** Labels that nobody has named. */
    public static ClassTable unnamed(String name, int count, OptionalInt voidLabel) {
        try {
            return new ClassTable(name, "not stated", "not stated", voidLabel, LabelColors.unnamed(count), Map.of());
        } catch (IllegalArgumentException e) {
            throw new DatasetException("data.label-count = " + count + ": " + e.getMessage(), e);
        }
    }

    private static ClassTable resource(String name) {
        String resource = "tables/" + name + ".json";
        try (InputStream in = ClassTables.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            return ClassTable.read(in.readAllBytes(), resource);
        } catch (IOException e) {
            throw new IllegalStateException("resource " + resource + " cannot be read", e);
        }
    }
}
