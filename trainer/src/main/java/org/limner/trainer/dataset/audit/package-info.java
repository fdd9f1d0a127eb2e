/**
 * What is in a folder of data, before a training finds out.
 *
 * <p>In: paired files ({@link org.limner.trainer.dataset.FolderFiles}). Out: an
 * {@link org.limner.trainer.dataset.audit.AuditReport}, sizes, a histogram of the labels and findings, as text, as JSON
 * and as a contact sheet. Which files belong together is decided in {@code dataset.layout}; what a training does with a
 * report in {@code training}.
 */
@NullMarked
package org.limner.trainer.dataset.audit;

import org.jspecify.annotations.NullMarked;
