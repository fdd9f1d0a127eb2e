package org.limner.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What could go wrong: text that ends an element or an attribute, or an escape that is escaped again. */
class HtmlTextTest {
    @Test
    void leavesNothingThatMeansSomethingToABrowser() {
        assertThat(HtmlText.escaped("<a href='x' title=\"y\">&amp;"))
                .isEqualTo("&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;");
    }
}
