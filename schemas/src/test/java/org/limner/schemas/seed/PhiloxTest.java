package org.limner.schemas.seed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong rotation of words or a key bumped one round late still looks random; only known answers tell. */
class PhiloxTest {
    /** The known-answer vectors of Philox4x32-10 that come with Random123, the authors' own library. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1",
    })
    void givesKnownAnswers(String counter, String key, String answer) {
        assertThat(Philox.block(words(counter), words(key))).containsExactly(words(answer));
    }

    private static int[] words(String hexadecimal) {
        String[] words = hexadecimal.split(" ");
        int[] values = new int[words.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Integer.parseUnsignedInt(words[i], 16);
        }
        return values;
    }
}
