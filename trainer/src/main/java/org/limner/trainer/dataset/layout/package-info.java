/**
 * How well-known data sets lie in their folders, and which of these ways a folder has.
 *
 * <p>In: a folder and what a person says about it ({@link org.limner.trainer.dataset.layout.FolderOptions}). Out:
 * {@link org.limner.trainer.dataset.FolderFiles}, paired files with the meaning of their labels. No picture is opened
 * here; that is {@code dataset}'s, and the check of what is in them {@code dataset.audit}'s.
 */
@NullMarked
package org.limner.trainer.dataset.layout;

import org.jspecify.annotations.NullMarked;
