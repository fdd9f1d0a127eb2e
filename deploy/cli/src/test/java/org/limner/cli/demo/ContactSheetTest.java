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
        // 64 x 64 becomes 256 x 256: 3 margins of 20 across; title, margins and two rows with 22 pixels of text down.
        assertThat(sheet.getWidth()).isEqualTo(2 * 256 + 3 * 20);
        assertThat(sheet.getHeight()).isEqualTo(2 * 20 + 22 + 2 * (22 + 256 + 20));
        assertThat(count(sheet, RED)).isEqualTo(256 * 256);
        assertThat(count(sheet, GREEN)).isEqualTo(256 * 256);
        assertThat(count(sheet, BLUE)).isEqualTo(256 * 256);
        assertThat(sheet.getRGB(20, 100) & 0xFFFFFF).isEqualTo(RED);
        assertThat(sheet.getRGB(20 + 256 + 20, 100) & 0xFFFFFF).isEqualTo(GREEN);
        assertThat(sheet.getRGB(20, 100 + 22 + 256 + 20) & 0xFFFFFF).isEqualTo(BLUE);
    }

    @Test
    void writesLettersThatFit() {
        BufferedImage paper = new BufferedImage(40, 16, BufferedImage.TYPE_INT_RGB);
        PixelFont.draw(paper, "I", 1, 1, RED);
        assertThat(column(paper, 5)).isEqualTo(".XXXXXXXXXXXXXX.");
        assertThat(column(paper, 3)).isEqualTo(".XX..........XX.");
        assertThat(PixelFont.fit("seed 12", 46)).isEqualTo("seed");
        assertThat(PixelFont.fit("seed 12", 45)).isEqualTo("see");
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
