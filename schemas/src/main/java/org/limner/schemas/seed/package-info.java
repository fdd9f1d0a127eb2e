/**
 * The random numbers that belong to a seed.
 *
 * <p>In: a seed, or a job id and the index of a style that names none. Out: standard normal float32 numbers and the digest
 * of a style vector, the same in every language; the module's README has the recipe and test vectors. What the numbers
 * become, z or the eps of an encoded style, is the worker's business.
 */
@NullMarked
package org.limner.schemas.seed;

import org.jspecify.annotations.NullMarked;
