package org.limner.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What could go wrong: photos and masks that are numbered without zeros end up in two orders. */
class NaturalOrderTest {
    @Test
    void countsNumbersInNames() {
        assertThat(sorted("b", "a10", "a2", "a1b", "a", "a02")).containsExactly("a", "a1b", "a02", "a2", "a10", "b");
    }

    @Test
    void readsNumbersOfAnyLength() {
        assertThat(sorted("x99999999999999999999999", "x100000000000000000000000", "x3"))
                .containsExactly("x3", "x99999999999999999999999", "x100000000000000000000000");
    }

    private static List<String> sorted(String... names) {
        return List.of(names).stream().sorted(NaturalOrder.BY_NAME).toList();
    }
}
