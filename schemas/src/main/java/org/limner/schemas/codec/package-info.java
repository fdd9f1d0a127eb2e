/**
 * Records as Kafka carries them.
 *
 * <p>In: a header map and a byte array. Out: {@link org.limner.schemas.codec.DecodedJob}, which is a job, a broken job with
 * its id, or no job at all; {@link org.limner.schemas.result.RenderResult};
 * {@link org.limner.schemas.bundle.BundleManifest}. And back. The JSON Schemas lie beside, in the resources
 * {@code org/limner/schemas}. No Kafka types: clients, offsets and topics' settings live in the worker and the command line.
 */
@NullMarked
package org.limner.schemas.codec;

import org.jspecify.annotations.NullMarked;
