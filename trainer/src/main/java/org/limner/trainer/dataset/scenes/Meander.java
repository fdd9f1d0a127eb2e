package org.limner.trainer.dataset.scenes;

/**
 * A path or a river that winds over a {@link Ground} from the viewer to the distance.
 *
 * @param start  across the ground at the viewer's feet, in ground units
 * @param drift  how far it moves across per unit along
 * @param swing  of its bends, in ground units
 * @param halfWidth in ground units
 */
record Meander(SceneClass surface, float start, float drift, float swing, float halfWidth, int seed)
        implements Ground.Patch {
    @Override
    public float depth(float u, float v, Noise noise) {
        float bend = swing * noise.at(v * 0.35f, 0.5f);
        float aside = Math.abs(u - start - drift * v - bend);
        if (aside > 1.2f * halfWidth) {
            return -1; // beyond any ragged edge, so that most of the ground asks for one noise only
        }
        float edge = 0.12f * halfWidth * noise.at(v * 2.3f + 40, u * 2);
        return 1 - aside / (halfWidth + edge);
    }
}
