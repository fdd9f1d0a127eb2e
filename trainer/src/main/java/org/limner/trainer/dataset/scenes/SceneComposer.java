package org.limner.trainer.dataset.scenes;

/**
 * Invents landscapes: picks a kind of place, then where everything in it stands. The same seed, index and size give the
 * same layout; another size gives the same place in another frame.
 */
public final class SceneComposer {
    private final long seed;

    public SceneComposer(long seed) {
        this.seed = seed;
    }

    /** The place of scene {@code index}: at least 32 x 32 pixels. */
    public Layout layout(long index, int width, int height) {
        SceneRandom random = SceneRandom.of(seed, index, "layout");
        float aspect = (float) width / height;
        return Layout.of(width, height, random.pick(Place.ALL).compose(new Brush(random, aspect)));
    }

    /** The light of scene {@code index}, drawn without a look at its layout. */
    public Light light(long index) {
        return Light.draw(SceneRandom.of(seed, index, "light"));
    }
}
