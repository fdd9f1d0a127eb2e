package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.limner.schemas.bundle.LabelClass;

/** What could go wrong: red and blue swapped, a table's void painted black, void taken for an unknown label. */
class LabelPictureTest {
    private static final List<LabelClass> CLASSES =
            List.of(new LabelClass(0, "sky", "#0102ff"), new LabelClass(1, "sea", "#00ff00"));
    private static final LabelMap MAP = new LabelMap(5, 1, new short[] {0, 1, 2, -1, 3});

    @Test
    void paintsVoidInTheTablesColour() {
        assertThat(colors(LabelPicture.of(MAP, table(OptionalInt.of(255), OptionalInt.of(0x884422)), 0xFF00FF)))
                .containsExactly(0x0102FF, 0x00FF00, 0x884422, 0xFF00FF, 0xFF00FF);
    }

    @Test
    void paintsVoidAndUnknownBlackWhereNobodySaysOtherwise() {
        assertThat(colors(LabelPicture.of(MAP, table(OptionalInt.of(255), OptionalInt.empty()))))
                .containsExactly(0x0102FF, 0x00FF00, 0, 0, 0);
    }

    @Test
    void takesTheIndexBehindTheClassesForUnknownWhereThereIsNoVoid() {
        assertThat(colors(LabelPicture.of(MAP, table(OptionalInt.empty(), OptionalInt.empty()), 0xFF00FF)))
                .containsExactly(0x0102FF, 0x00FF00, 0xFF00FF, 0xFF00FF, 0xFF00FF);
    }

    private static ClassTable table(OptionalInt voidLabel, OptionalInt voidColor) {
        return new ClassTable("two", "none", "drawn here", voidLabel, CLASSES, Map.of(), voidColor);
    }

    private static int[] colors(RgbImage image) {
        int[] colors = new int[image.width()];
        for (int x = 0; x < colors.length; x++) {
            colors[x] = image.at(x, 0, 0) << 16 | image.at(x, 0, 1) << 8 | image.at(x, 0, 2);
        }
        return colors;
    }
}
