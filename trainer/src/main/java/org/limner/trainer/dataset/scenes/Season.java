package org.limner.trainer.dataset.scenes;

/**
 * The reflectances of a landscape at one time and place: what grows in which colour, what the ground is made of.
 *
 * @param leaf    of broadleaf trees
 * @param needle  of conifers and far forests
 * @param petal   of flowers
 * @param water   of deep water under white light
 * @param stone   of mountains and rocks
 * @param sand    of beaches, dunes and paths
 */
record Season(Rgb grass, Rgb leaf, Rgb needle, Rgb petal, Rgb water, Rgb stone, Rgb sand) {
    static final Season SUMMER = of(0x74943c, 0x4f7d2f, 0x33593a, 0xd8508a, 0x0f5a80, 0x8f8b88, 0xe0cc9c);
    static final Season SPRING = of(0x8fb648, 0x86ab46, 0x42693c, 0xf0d048, 0x1d7f92, 0x95938e, 0xe6d6b0);
    static final Season AUTUMN = of(0xa3913f, 0xcf7a26, 0x5c5a30, 0x9d5cb0, 0x1f5062, 0x94826f, 0xd6b684);
    static final Season DRY = of(0xc4ab62, 0x83853f, 0x5b6440, 0xe8863a, 0x2a8298, 0xb0815f, 0xe2b27a);

    private static Season of(int grass, int leaf, int needle, int petal, int water, int stone, int sand) {
        return new Season(
                Rgb.display(grass),
                Rgb.display(leaf),
                Rgb.display(needle),
                Rgb.display(petal),
                Rgb.display(water),
                Rgb.display(stone),
                Rgb.display(sand));
    }

    /** This at 0, the other at 1. */
    Season mix(Season other, float at) {
        return new Season(
                grass.mix(other.grass, at),
                leaf.mix(other.leaf, at),
                needle.mix(other.needle, at),
                petal.mix(other.petal, at),
                water.mix(other.water, at),
                stone.mix(other.stone, at),
                sand.mix(other.sand, at));
    }
}
