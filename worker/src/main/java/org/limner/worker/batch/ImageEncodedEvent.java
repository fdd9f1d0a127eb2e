package org.limner.worker.batch;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A job's images were written as files. */
@Name("org.limner.ImageEncoded")
@Label("Image Encoded")
@Category({"Limner", "Worker"})
@Description("A job's images were written as files")
@StackTrace(false)
final class ImageEncodedEvent extends Event {
    @Label("Job")
    final String job;

    @Label("Images")
    final int images;

    ImageEncodedEvent(String job, int images) {
        this.job = job;
        this.images = images;
    }
}
