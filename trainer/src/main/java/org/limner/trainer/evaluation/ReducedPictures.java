package org.limner.trainer.evaluation;

import java.util.List;
import org.limner.trainer.dataset.RgbImage;

/** Pictures brought to a model's size, and to 8 bits, as its renderings are: what is lost by that alone. */
public final class ReducedPictures implements PictureSource {
    private final PictureSource pictures;
    private final int width;
    private final int height;
    private final Kernel kernel;

    private ReducedPictures(PictureSource pictures, int width, int height, Kernel kernel) {
        this.pictures = pictures;
        this.width = width;
        this.height = height;
        this.kernel = kernel;
    }

    public static PictureSource wrap(PictureSource pictures, int width, int height, Protocol protocol) {
        return new ReducedPictures(pictures, width, height, protocol.kernel(ProtocolKey.REDUCE_KERNEL));
    }

    @Override
    public String name() {
        return "%s at %d x %d".formatted(pictures.name(), width, height);
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public List<Shown> pictures(int from, int to) {
        return pictures.pictures(from, to).stream()
                .map(shown -> new Shown(shown.name(), reduced(shown.picture()), shown.width(), shown.height()))
                .toList();
    }

    private RgbImage reduced(RgbImage picture) {
        return kernel.resize(Planes.of(picture), width, height).toImage();
    }
}
