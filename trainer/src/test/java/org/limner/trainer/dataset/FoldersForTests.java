package org.limner.trainer.dataset;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.limner.trainer.dataset.layout.FolderOptions;
import org.limner.trainer.dataset.layout.LayoutName;
import org.limner.trainer.dataset.layout.Layouts;

/** Folders of data that are opened as training opens them where nobody says anything about them. */
public final class FoldersForTests {
    /** A folder of which nobody says anything. */
    public static final FolderOptions UNSAID = new FolderOptions(
            LayoutName.AUTO,
            true,
            true,
            LabelFormat.AUTO,
            OptionalInt.empty(),
            OptionalInt.empty(),
            true,
            new FolderOptions.CustomPaths("", "", ""));

    private FoldersForTests() {}

    public static FolderDataset open(Path root, String split) {
        return new FolderDataset(Layouts.find(root, split, UNSAID), UNSAID.labelFormat());
    }
}
