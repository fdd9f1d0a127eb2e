package org.limner.trainer.dataset.scenes;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.limner.trainer.dataset.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limner scenes}: drawn landscapes as files, laid out as any other folder data set. */
@Command(
        name = "scenes",
        sortOptions = false,
        description = "Draws landscapes with label maps into a folder data set: train/ and val/ with images/ and"
                + " labels/, classes.json, and contact-sheet.png to look at.",
        footer = {
            "",
            "Examples:",
            "  limner scenes --out my-scenes --count 500 --size 256x192",
            "  limner train --preset scenes --data my-scenes --out runs/mine"
        })
public final class ScenesCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final int SHEET_COLUMNS = 8;
    private static final int SHEET_ROWS = 3;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "folder to write; what else is in it stays")
    private Path out;

    @Option(
            names = "--count",
            defaultValue = "200",
            paramLabel = "N",
            description = "training scenes; a tenth as many, at least 1, are added for val (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--size",
            defaultValue = "128x128",
            paramLabel = "WxH",
            description = "pixels, at least 32x32 (default: ${DEFAULT-VALUE})")
    private String size;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "the same seed draws the same scenes (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--demo",
            description = "writes what 'limner demo' renders instead: hand-composed masks into masks/, photographs"
                    + " into styles/")
    private boolean demo;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (demo) {
            return writeDemo();
        }
        Matcher wanted = SIZE.matcher(size);
        if (!wanted.matches()) {
            throw new ParameterException(spec.commandLine(), "--size is WxH, such as 128x96, not '" + size + "'");
        }
        int width = Integer.parseInt(wanted.group(1));
        int height = Integer.parseInt(wanted.group(2));
        SceneDataset train;
        SceneDataset val;
        try {
            train = SceneDataset.train(seed, count, width, height);
            val = SceneDataset.val(seed, Math.max(1, count / 10), width, height);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        write(train, out.resolve("train"));
        write(val, out.resolve("val"));
        train.classes().write(out.resolve("classes.json"));
        Path sheet = out.resolve("contact-sheet.png");
        PngFile.write(sheet(train), sheet);
        PrintWriter printer = spec.commandLine().getOut();
        printer.printf(
                "%d train and %d val scenes of %d x %d in %s%nlook at %s%n",
                train.size(), val.size(), width, height, out, sheet);
        printer.flush();
        return 0;
    }

    private int writeDemo() throws IOException {
        Path masks = Files.createDirectories(out.resolve("masks"));
        for (ExampleScene scene : ExampleScene.values()) {
            PngFile.write(scene.mask(), masks.resolve(scene.title() + ".png"));
        }
        Path styles = Files.createDirectories(out.resolve("styles"));
        for (ExampleStyle style : ExampleStyle.values()) {
            PngFile.write(style.photo(), styles.resolve(style.title() + ".png"));
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.printf(
                "%d masks in %s, %d photographs in %s%n",
                ExampleScene.values().length, masks, ExampleStyle.values().length, styles);
        printer.flush();
        return 0;
    }

    private static void write(SceneDataset scenes, Path split) throws IOException {
        Path images = Files.createDirectories(split.resolve("images"));
        Path labels = Files.createDirectories(split.resolve("labels"));
        for (int index = 0; index < scenes.size(); index++) {
            Example example = scenes.example(index);
            PngFile.write(ScenePictures.photo(example.photo()), images.resolve(example.name() + ".png"));
            PngFile.write(ScenePictures.mask(example.labels()), labels.resolve(example.name() + ".png"));
        }
    }

    /** Rows of masks, each over the row of its photographs. */
    private static BufferedImage sheet(SceneDataset scenes) {
        int shown = Math.min(scenes.size(), SHEET_COLUMNS * SHEET_ROWS);
        int columns = Math.min(shown, SHEET_COLUMNS);
        int rows = (shown + columns - 1) / columns;
        Example first = scenes.example(0);
        ContactSheet sheet = new ContactSheet(
                columns, 2 * rows, first.photo().width(), first.photo().height());
        IntStream.range(0, shown).forEach(index -> {
            Example example = scenes.example(index);
            int cell = index / columns * 2 * columns + index % columns;
            sheet.place(cell, ScenePictures.mask(example.labels()));
            sheet.place(cell + columns, ScenePictures.photo(example.photo()));
        });
        return sheet.image();
    }
}
