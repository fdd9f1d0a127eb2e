package org.limner.trainer.dataset.layout;

import java.util.OptionalInt;
import org.limner.trainer.dataset.LabelFormat;

/**
 * What a person says about a folder of data.
 *
 * @param portraits      whether COCO's upright pictures, in folders of their own, are learned from too
 * @param checksPairs    whether files are paired by name; otherwise by order
 * @param labelCount     classes of data that has no table of them; none: the layout's
 * @param voidLabel      the id that is void beside {@code labelCount}
 * @param readsInstances whether instance maps are wanted
 * @param custom         where the files of layout {@code custom} are
 */
public record FolderOptions(
        LayoutName layout,
        boolean portraits,
        boolean checksPairs,
        LabelFormat labelFormat,
        OptionalInt labelCount,
        OptionalInt voidLabel,
        boolean readsInstances,
        CustomPaths custom) {
    /**
     * Folders, or text files with a path per line, relative to the data's folder; {@code {split}} in them stands for
     * the split.
     *
     * @param instances empty: none
     */
    public record CustomPaths(String photos, String labels, String instances) {
        public boolean given() {
            return !photos.isEmpty() || !labels.isEmpty() || !instances.isEmpty();
        }

        /** Whether photos or labels are elsewhere in another split. */
        boolean differBySplit() {
            return photos.contains(CustomLayout.SPLIT) || labels.contains(CustomLayout.SPLIT);
        }
    }

    /** Whether a person named the files and left {@code {split}} out: asked for any split, there are the same files. */
    public boolean hasOneSplit() {
        boolean named = layout == LayoutName.CUSTOM || layout == LayoutName.AUTO;
        return named && custom.given() && !custom.differBySplit();
    }

    /** The same, with instance maps where there are some. */
    public FolderOptions withInstances() {
        return new FolderOptions(layout, portraits, checksPairs, labelFormat, labelCount, voidLabel, true, custom);
    }
}
