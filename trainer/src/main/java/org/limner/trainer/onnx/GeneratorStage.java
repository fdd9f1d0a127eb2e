package org.limner.trainer.onnx;

import java.util.ArrayList;
import java.util.List;
import org.limner.schemas.bundle.Architecture.Upsampling;
import org.limner.trainer.config.GeneratorShape;

/**
 * A residual block of the generator and where it stands: Park et al. 2019 (arXiv 1903.07291), appendix A.
 *
 * @param name    in the state dict
 * @param doubles whether its input is doubled first
 * @param fin     channels of its input
 * @param fout    channels of its output
 * @param height  of its output
 * @param width   of its output
 */
record GeneratorStage(String name, boolean doubles, int fin, int fout, int height, int width) {

    /** In the order in which they run. */
    static List<GeneratorStage> of(GeneratorShape shape) {
        Upsampling upsampling = shape.architecture().upsampling();
        int channels = 16 * shape.architecture().ngf();
        List<GeneratorStage> stages = new ArrayList<>();
        stages.add(new GeneratorStage("head_0", false, channels, channels, shape.firstHeight(), shape.firstWidth()));
        stages.add(after(stages, "G_middle_0", true, channels));
        stages.add(after(stages, "G_middle_1", upsampling != Upsampling.NORMAL, channels));
        int ups = upsampling == Upsampling.MOST ? 5 : 4;
        for (int i = 0; i < ups; i++) { // 16nf -> 8nf -> 4nf -> 2nf -> nf [-> nf/2]
            stages.add(after(stages, "up_" + i, true, channels >> i + 1));
        }
        return List.copyOf(stages);
    }

    private static GeneratorStage after(List<GeneratorStage> stages, String name, boolean doubles, int fout) {
        GeneratorStage before = stages.get(stages.size() - 1);
        int times = doubles ? 2 : 1;
        return new GeneratorStage(name, doubles, before.fout, fout, times * before.height, times * before.width);
    }

    /** The one that gives the image's features. */
    static GeneratorStage last(GeneratorShape shape) {
        List<GeneratorStage> stages = of(shape);
        return stages.get(stages.size() - 1);
    }

    /** Channels between its two convolutions. */
    int fmid() {
        return Math.min(fin, fout);
    }

    /** Whether its shortcut is a convolution with a modulation of its own. */
    boolean learnsShortcut() {
        return fin != fout;
    }
}
