/**
 * The demonstration: real masks through a real broker and a real worker, and a page with the pictures.
 *
 * <p>In: folders with masks and photographs, and a bundle. Out: {@code demo-output/} with masks, images, a contact sheet
 * and {@code index.html}. Order: {@link org.limner.cli.demo.StandaloneProcess} is the worker and its broker,
 * {@link org.limner.cli.demo.DemoJobs} what is asked of it, {@link org.limner.cli.demo.ContactSheet} and
 * {@link org.limner.cli.demo.GalleryPage} what is shown. Publishing and reading are those of any client, in
 * {@code org.limner.cli.kafka}.
 */
@NullMarked
package org.limner.cli.demo;

import org.jspecify.annotations.NullMarked;
