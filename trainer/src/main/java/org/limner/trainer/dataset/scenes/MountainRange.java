package org.limner.trainer.dataset.scenes;

import java.util.List;

/**
 * Mountains: peaks roughened by ridged noise, with faces left and right of a ridge that winds down from each peak, and
 * snow above a line.
 *
 * @param foot     y from which heights are counted
 * @param snowLine share of the highest peak's height above which snow lies; 1 or more for none
 * @param distance of the whole range
 */
record MountainRange(float foot, List<Peak> peaks, float roughness, float snowLine, float distance, int seed)
        implements Layer {
    /**
     * @param x         of the summit
     * @param height    above the foot
     * @param halfWidth at the foot
     */
    record Peak(float x, float height, float halfWidth) {}

    private static final float FREQUENCY = 2.6f;

    /** How far a range goes on below its foot, so that no sky shows where the land before it dips. */
    private static final float SKIRT = 0.2f;

    @Override
    public void draw(Layout layout) {
        Noise noise = new Noise(seed);
        float summit = 0;
        for (Peak peak : peaks) {
            summit = Math.max(summit, peak.height());
        }
        float[] wind = new float[layout.rows()];
        for (int row = 0; row < wind.length; row++) {
            wind[row] = noise.fractal(3.1f, layout.y(row) * 9, 3);
        }
        for (int column = 0; column < layout.columns(); column++) {
            float x = layout.x(column);
            float crest = foot - height(x, noise);
            for (int row = layout.row(crest); row < layout.row(foot + SKIRT); row++) {
                int index = layout.index(column, row);
                if (layout.isOpen(index)) {
                    put(layout, index, x, layout.y(row), crest, summit, wind[row], noise);
                }
            }
        }
    }

    private float height(float x, Noise noise) {
        float rough = noise.ridged(x * FREQUENCY, 0, 5) - 0.6f;
        Peak peak = dominant(x);
        float envelope = Math.max(rise(peak, x), 0.12f * peak.height());
        return envelope + roughness * peak.height() * rough * 0.55f;
    }

    private static float rise(Peak peak, float x) {
        float t = Math.abs(x - peak.x()) / peak.halfWidth();
        return peak.height() * (1 - t) * (1 + 0.35f * t); // flanks are steepest at the top
    }

    private Peak dominant(float x) {
        Peak best = peaks.get(0);
        for (Peak peak : peaks) {
            if (rise(peak, x) > rise(best, x)) {
                best = peak;
            }
        }
        return best;
    }

    private void put(Layout layout, int index, float x, float y, float crest, float summit, float wind, Noise noise) {
        float below = y - crest;
        float winding = Math.min(1, below * 12) * 0.14f * wind;
        Peak peak = dominant(x + winding);
        float face = Curve.clamp((x + winding - peak.x()) / (0.14f * peak.halfWidth()), -1, 1);
        float rough = noise.ridged(x * FREQUENCY, below * FREQUENCY * 0.8f, 5);
        float leanX = Curve.clamp(0.65f * face - 0.26f * noise.dx * roughness, -1, 1);
        float leanY = Curve.clamp(0.42f - 0.10f * noise.dy * roughness, -0.5f, 1);
        float altitude = (foot - y) / summit + 0.25f * (rough - 0.6f) + 0.10f * leanY;
        if (altitude > snowLine) {
            layout.put(index, SceneClass.SNOW, distance, leanX, leanY + 0.1f, 0.4f * (rough - 0.6f), 0);
        } else {
            layout.put(index, SceneClass.MOUNTAIN, distance, leanX, leanY, 1.6f * (rough - 0.6f), (foot - y) / summit);
        }
    }
}
