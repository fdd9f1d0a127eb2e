package org.limner.worker.batch;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.limner.schemas.job.ModelReference;

/** A batch was closed and goes to its render thread. */
@Name("org.limner.BatchAssembled")
@Label("Batch Assembled")
@Category({"Limner", "Worker"})
@Description("A batch was closed and goes to its render thread")
@StackTrace(false)
final class BatchAssembledEvent extends Event {
    @Label("Model")
    final String model;

    @Label("Images")
    final int images;

    @Label("Images Left Waiting")
    final int waiting;

    BatchAssembledEvent(ModelReference model, int images, int waiting) {
        this.model = model.toString();
        this.images = images;
        this.waiting = waiting;
    }
}
