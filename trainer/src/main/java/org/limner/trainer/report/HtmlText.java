package org.limner.trainer.report;

/** Anybody's text, such as class names and paths, in a page. */
public final class HtmlText {
    private HtmlText() {}

    /** Fit for an element's text and for attributes in quotes of either kind; not for the inside of a script. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
