/**
 * What a person may set about a training, and what follows from it.
 *
 * <p>In: numbers with units and sources. Out: checked records, such as {@link org.limner.trainer.config.GeneratorShape}, that the
 * networks and the training are built from.
 */
@NullMarked
package org.limner.trainer.config;

import org.jspecify.annotations.NullMarked;
