package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What could go wrong: a channel too few or too many, which no published network fits then. */
class ClassTablesTest {
    @Test
    void hasAsManyChannelsAsPublishedNetworks() {
        assertThat(ClassTables.coco().channels()).isEqualTo(183);
        assertThat(ClassTables.coco().voidLabel()).isEqualTo(OptionalInt.of(255));
        assertThat(ClassTables.ade20k().channels()).isEqualTo(151);
        assertThat(ClassTables.cityscapes().channels()).isEqualTo(35);
        assertThat(ClassTables.facades().channels()).isEqualTo(13);
    }

    @Test
    void namesClassesByTheIdsInTheFiles() {
        assertThat(name(ClassTables.coco(), 0)).isEqualTo("person");
        assertThat(name(ClassTables.coco(), 181)).isEqualTo("wood");
        assertThat(name(ClassTables.ade20k(), 0)).isEqualTo("other");
        assertThat(name(ClassTables.ade20k(), 1)).isEqualTo("wall");
        assertThat(name(ClassTables.ade20k(), 150)).isEqualTo("flag");
        assertThat(name(ClassTables.cityscapes(), 7)).isEqualTo("road");
        assertThat(name(ClassTables.cityscapes(), 33)).isEqualTo("bicycle");
        assertThat(ClassTables.cityscapes().classes().get(26).color()).isEqualTo("#00008e");
    }

    @Test
    void givesLabelsThatNobodyNamedColoursOfTheirOwn() {
        ClassTable table = ClassTables.unnamed("mine", 30, OptionalInt.of(255));

        assertThat(table.channels()).isEqualTo(31);
        assertThat(name(table, 17)).isEqualTo("label 17");
        assertThat(table.classes()).extracting("color").doesNotHaveDuplicates();
    }

    @Test
    void refusesAVoidThatIsAClass() {
        assertThatThrownBy(() -> ClassTables.unnamed("mine", 30, OptionalInt.of(29)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("data.label-count = 30");
    }

    private static String name(ClassTable table, int id) {
        return table.classes().get(id).name();
    }
}
