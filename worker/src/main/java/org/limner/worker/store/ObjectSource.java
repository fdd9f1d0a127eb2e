package org.limner.worker.store;

import java.net.URI;
import org.limner.worker.failure.JobRejectedException;
import org.limner.worker.failure.StoreFailedException;

/** Opens objects of one scheme. Thread-safe. */
public interface ObjectSource {

    /**
     * The object at {@code uri}, for the caller to close. Throws REFERENCE_REFUSED for what the configuration does not
     * allow, before anything is asked of a store, and REFERENCE_NOT_FOUND when the store itself says that nothing is there.
     */
    StoredObject open(URI uri) throws JobRejectedException, StoreFailedException;
}
