package org.limner.worker.batch;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.limner.schemas.job.ModelReference;

/** One run of a generator's session. */
@Name("org.limner.GeneratorRun")
@Label("Generator Run")
@Category({"Limner", "Worker"})
@Description("One run of a generator's session")
@StackTrace(false)
final class GeneratorRunEvent extends Event {
    @Label("Model")
    final String model;

    @Label("Images")
    final int images;

    @Label("Jobs")
    final int jobs;

    GeneratorRunEvent(ModelReference model, int images, int jobs) {
        this.model = model.toString();
        this.images = images;
        this.jobs = jobs;
    }
}
