package org.limner.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What could go wrong: pictures over one another, in another row than their mask, or smoothed. */
class ContactSheetTest {
    private static final int RED = 0xFF0000;
    private static final int GREEN = 0x00FF00;
    private static final int BLUE = 0x0000FF;

    @Test
    void enlargesPicturesByAWholeFactorInTheirRows() {
        List<ContactSheet.Cell> first = List.of(cell("a", RED), cell("b", GREEN));
        List<ContactSheet.Cell> second = List.of(cell("c", BLUE));
        BufferedImage sheet = ContactSheet.draw("TITLE", List.of(first, second));
        // 64 x 64 becomes 192 x 192: 3 margins of 12 across; title, margins and two rows with 13 pixels of text down.
        assertThat(sheet.getWidth()).isEqualTo(2 * 192 + 3 * 12);
        assertThat(sheet.getHeight()).isEqualTo(2 * 12 + 13 + 2 * (13 + 192 + 12));
        assertThat(count(sheet, RED)).isEqualTo(192 * 192);
        assertThat(count(sheet, GREEN)).isEqualTo(192 * 192);
        assertThat(count(sheet, BLUE)).isEqualTo(192 * 192);
        assertThat(sheet.getRGB(12, 50) & 0xFFFFFF).isEqualTo(RED);
        assertThat(sheet.getRGB(12 + 192 + 12, 50) & 0xFFFFFF).isEqualTo(GREEN);
        assertThat(sheet.getRGB(12, 50 + 13 + 192 + 12) & 0xFFFFFF).isEqualTo(BLUE);
    }

    @Test
    void writesLettersThatFit() {
        BufferedImage paper = new BufferedImage(40, 9, BufferedImage.TYPE_INT_RGB);
        PixelFont.draw(paper, "I", 1, 1, RED);
        assertThat(column(paper, 3)).isEqualTo(".XXXXXXX.");
        assertThat(column(paper, 2)).isEqualTo(".X.....X.");
        assertThat(PixelFont.fit("seed 12", 23)).isEqualTo("seed");
        assertThat(PixelFont.width("seed")).isEqualTo(23);
    }

    private static ContactSheet.Cell cell(String label, int rgb) {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            picture.setRGB(i % 64, i / 64, rgb);
        }
        return new ContactSheet.Cell(label, picture);
    }

    private static int count(BufferedImage image, int rgb) {
        int count = 0;
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            count += (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xFFFFFF) == rgb ? 1 : 0;
        }
        return count;
    }

    private static String column(BufferedImage image, int x) {
        StringBuilder pixels = new StringBuilder();
        for (int y = 0; y < image.getHeight(); y++) {
            pixels.append((image.getRGB(x, y) & 0xFFFFFF) == 0 ? '.' : 'X');
        }
        return pixels.toString();
    }
}
