package org.limner.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limner.trainer.config.ConfigException;
import org.limner.trainer.dataset.Example;
import org.limner.trainer.dataset.RgbImage;

/**
 * What a generator makes of an image set's masks. Every batch is full, the last one with masks from the beginning, since a
 * generator that takes its statistics from the batch must not see a smaller one.
 */
public final class RenderedPictures implements PictureSource {
    private final Renderer renderer;
    private final ImageSet images;
    private final StyleRule style;
    private final int batchSize;

    /** @throws ConfigException if the generator reads other labels, or the protocol's styles need an encoder that is not there */
    public RenderedPictures(Renderer renderer, ImageSet images, Protocol protocol) {
        images.check(renderer);
        this.renderer = renderer;
        this.images = images;
        this.style = protocol.style();
        this.batchSize = protocol.integer(ProtocolKey.BATCH_SIZE);
        if (renderer.styleSize() > 0 && style.encodes() && !renderer.encodes()) {
            throw new ConfigException("style = " + style.rule() + " but there is no encoder");
        }
    }

    @Override
    public String name() {
        return renderer.name();
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public List<Shown> pictures(int from, int to) {
        if (from % batchSize != 0 || to - from > batchSize) {
            throw new IllegalArgumentException("batches of " + batchSize + " are rendered, not " + from + " to "
                    + to); // it would change the pictures
        }
        List<Example> examples = images.framed(from, from + batchSize, renderer);
        List<RgbImage> rendered = renderer.render(examples, styles(examples));
        List<Shown> pictures = new ArrayList<>();
        for (int i = from; i < to; i++) {
            RgbImage photo = images.example(i).photo();
            pictures.add(new Shown(images.name(i), rendered.get(i - from), photo.width(), photo.height()));
        }
        return pictures;
    }

    private @Nullable List<float[]> styles(List<Example> examples) {
        if (renderer.styleSize() == 0) {
            return null;
        }
        if (!style.encodes()) {
            return examples.stream()
                    .map(example -> style.drawn(example.name(), renderer.styleSize()))
                    .toList();
        }
        List<StyleCode> codes = renderer.encode(examples);
        List<float[]> styles = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            styles.add(style.encoded(examples.get(i).name(), codes.get(i)));
        }
        return styles;
    }
}
