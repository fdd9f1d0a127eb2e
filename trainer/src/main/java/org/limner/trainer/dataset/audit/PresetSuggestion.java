package org.limner.trainer.dataset.audit;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.limner.schemas.bundle.LabelClass;
import org.limner.trainer.dataset.ClassTable;
import org.limner.trainer.dataset.FolderFiles;
import org.limner.trainer.dataset.PictureSize;

/** Which preset fits a folder of data: by its layout, else by its labels. */
final class PresetSuggestion {
    private static final int STRIDE = 32; // of five doublings, the fewest there are
    private static final int LONG_SIDE = 256; // the reference's size for one's own data

    private PresetSuggestion() {}

    /** {@code --preset NAME} and what else to set, as on a command line. */
    static String of(FolderFiles files, Sizes sizes, boolean instances) {
        ClassTable classes = files.classes();
        Set<String> names = classes.classes().stream().map(LabelClass::name).collect(Collectors.toSet());
        return switch (files.layout()) {
            case "ade20k", "cityscapes", "facades" -> "--preset " + files.layout();
            default -> {
                if (classes.count() == 182) { // COCO-Stuff's, and that of the segmenter which labelled the landscapes
                    yield instances ? "--preset coco" : "--preset flickr-landscapes";
                }
                if (names.contains("l_eye") && names.contains("r_eye")) {
                    yield "--preset faces";
                }
                if (names.contains("Pavement") && names.contains("SignSymbol")) {
                    yield "--preset camvid";
                }
                yield "--preset custom" + size(sizes.mostFrequent()) + (instances ? " --set image.instances=true" : "");
            }
        };
    }

    /** The form of most pictures at about the reference's size; nothing where that is the preset's own square. */
    private static String size(Optional<PictureSize> most) {
        if (most.isEmpty()) {
            return "";
        }
        double factor =
                (double) LONG_SIDE / Math.max(most.get().width(), most.get().height());
        int width = stride(most.get().width() * factor);
        int height = stride(most.get().height() * factor);
        return width == height
                ? ""
                : " --set image.width=%d --set image.height=%d --set load.width=%d --set load.height=%d"
                        .formatted(width, height, width * 286 / 256, height * 286 / 256);
    }

    private static int stride(double side) {
        return Math.max(1, (int) Math.round(side / STRIDE)) * STRIDE;
    }
}
