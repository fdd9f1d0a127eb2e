package org.limner.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What could go wrong: a range that misses its end, and a slip of the hand that fills the memory. */
class SeedListTest {

    @Test
    void readsSeedsAndRangesInTheirOrder() {
        assertThat(SeedList.parse("7").seeds()).containsExactly(7L);
        assertThat(SeedList.parse("9,1..3, 5").seeds()).isEqualTo(List.of(9L, 1L, 2L, 3L, 5L));
        assertThat(SeedList.parse("9007199254740991").seeds()).containsExactly(9007199254740991L);
    }

    @ParameterizedTest
    @CsvSource({
        "3..1, ends before it begins",
        "1..99999999, more than 10000 seeds",
        "9007199254740992, is beyond 9007199254740991",
        "-1, neither a seed nor a range",
        "seven, neither a seed nor a range",
        "'1,', neither a seed nor a range"
    })
    void saysWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> SeedList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
