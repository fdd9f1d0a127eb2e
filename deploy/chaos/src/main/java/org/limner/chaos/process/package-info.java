/**
 * The processes of a run: a broker and workers, each of which is this program in another role.
 *
 * <p>In: folders for logs and records. Out: processes that can be killed, stopped and told to end, and that come back as
 * under a supervisor. They are known by their process ids alone and end with this program. When which of them is hurt is
 * decided in {@code org.limner.chaos}.
 */
@NullMarked
package org.limner.chaos.process;

import org.jspecify.annotations.NullMarked;
