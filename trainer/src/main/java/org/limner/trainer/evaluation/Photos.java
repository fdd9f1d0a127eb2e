package org.limner.trainer.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.limner.trainer.dataset.RgbImage;

/** The photos of an image set themselves: what they reach is what renderings are compared with. */
public final class Photos implements PictureSource {
    private final ImageSet images;

    public Photos(ImageSet images) {
        this.images = images;
    }

    @Override
    public String name() {
        return "photos";
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public List<Shown> pictures(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> {
                    RgbImage photo = images.example(i).photo();
                    return new Shown(images.name(i), photo, photo.width(), photo.height());
                })
                .toList();
    }
}
