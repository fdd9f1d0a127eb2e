/**
 * Holds the files by which others run a worker, {@code k8s/} and {@code deploy/}, to what the worker itself expects.
 *
 * <p>In: rendered manifests, the compose file, the Dockerfiles and the script that creates topics. Out: nothing but
 * failures. The names and defaults come from the worker's config interfaces, its packaged settings and the broker's
 * topics, so that a renamed key or a moved port fails here and not in somebody's cluster.
 */
@NullMarked
package org.limner.deploy;

import org.jspecify.annotations.NullMarked;
