package org.limner.worker.batch;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A record was read: job, mask and styles. */
@Name("org.limner.MaskDecoded")
@Label("Mask Decoded")
@Category({"Limner", "Worker"})
@Description("A record was read: job, mask and styles")
@StackTrace(false)
final class MaskDecodedEvent extends Event {
    @Label("Record Size")
    @DataAmount
    final int recordBytes;

    MaskDecodedEvent(int recordBytes) {
        this.recordBytes = recordBytes;
    }
}
