package org.limner.trainer.dataset.scenes;

/** What one {@link SceneClass} looks like: the radiance a surface sends to the viewer, before the air's haze. */
interface Material {
    Rgb color(Surface surface, Atmosphere air);
}
