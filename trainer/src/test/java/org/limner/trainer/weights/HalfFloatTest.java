package org.limner.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What can go wrong: ties, the step from subnormal to normal, overflow, and NaN. */
class HalfFloatTest {
    @Test
    void everyHalfSurvivesTheWayThroughFloat() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.toHalf(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void roundsToNearestAndTiesToEven() {
        assertThat(HalfFloat.toHalf(1f + 0x1p-11f)).isEqualTo((short) 0x3c00); // halfway, down to the even one
        assertThat(HalfFloat.toHalf(1f + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02); // halfway, up to the even one
        assertThat(HalfFloat.toHalf(1f + 0x1.1p-11f)).isEqualTo((short) 0x3c01);
        assertThat(HalfFloat.toHalf(0x1p-14f - 0x1p-26f)).isEqualTo((short) 0x0400); // up into the normal numbers
        assertThat(HalfFloat.toHalf(65519f)).isEqualTo((short) 0x7bff);
        assertThat(HalfFloat.toHalf(65520f)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloat.toHalf(-1e30f)).isEqualTo((short) 0xfc00);
        assertThat(HalfFloat.toFloat(HalfFloat.toHalf(Float.NaN))).isNaN();
    }

    @Test
    void bfloat16KeepsTheUpperHalf() {
        assertThat(HalfFloat.toBfloat16(1f)).isEqualTo((short) 0x3f80);
        assertThat(HalfFloat.toBfloat16(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
        assertThat(HalfFloat.toBfloat16(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
        assertThat(HalfFloat.bfloat16ToFloat((short) 0xbf80)).isEqualTo(-1f);
        assertThat(HalfFloat.bfloat16ToFloat(HalfFloat.toBfloat16(Float.NaN))).isNaN();
    }
}
