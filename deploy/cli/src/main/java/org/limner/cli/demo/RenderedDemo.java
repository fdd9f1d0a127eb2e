package org.limner.cli.demo;

import java.awt.image.BufferedImage;
import java.util.List;
import org.limner.cli.demo.DemoJobs.DemoJob;
import org.limner.schemas.result.RenderResult;

/**
 * A job that came back, with its pictures.
 *
 * @param mask   in class colours
 * @param images one per style
 */
record RenderedDemo(DemoJob asked, RenderResult result, BufferedImage mask, List<BufferedImage> images) {
    RenderedDemo {
        images = List.copyOf(images);
    }
}
