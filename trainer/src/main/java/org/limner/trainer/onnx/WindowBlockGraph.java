package org.limner.trainer.onnx;

import org.limner.schemas.bundle.Architecture;
import org.limner.trainer.onnx.OnnxGraph.Value;
import org.limner.trainer.weights.StateDict;
import org.limner.trainer.weights.WeightTensor;

/**
 * The SPADE residual block, Park et al. 2019 (arXiv 1903.07291), fig. 4 (left), on modulations per label window.
 *
 * <p>Maps are {@code N x H x W x C} between convolutions: modulations are rows of C numbers per pixel, and copying such rows
 * is all it takes to spread them. The runtime's convolutions have an order of their own, to and from which this one is as
 * near as any.
 *
 * <p>A doubled map is never written out: with axes {@code N x h x 1 x w x 1 x C} it is broadcast against the modulation's
 * {@code P x h x 2 x w x 2 x C} (measured: 8 % of the time of four styles).
 */
final class WindowBlockGraph {
    private final OnnxGraph graph;
    private final StateDict weights;
    private final Architecture architecture;
    private final boolean winograd;

    /**
     * @param winograd whether large convolutions of small maps may be written as Winograd's
     */
    WindowBlockGraph(OnnxGraph graph, StateDict weights, Architecture architecture, boolean winograd) {
        this.graph = graph;
        this.weights = weights;
        this.architecture = architecture;
        this.winograd = winograd;
    }

    /** {@code x: N x h x w x fin}, not yet doubled -> {@code N x H x W x fout}. */
    Value apply(GeneratorStage stage, WindowLevel level, Value x) {
        String name = stage.name();
        Value input = stage.doubles() ? graph.reshape(name + ".in", x, beforeDoubling(stage)) : x;
        Value dx = activated(stage, level, name + ".norm_0", input, stage.fin(), stage.doubles());
        dx = convolution(stage, name + ".conv_0", dx, stage.fin(), stage.fmid());
        dx = activated(stage, level, name + ".norm_1", dx, stage.fmid(), false);
        return stage.learnsShortcut() ? withLearnedShortcut(stage, level, input, dx) : withIdentity(stage, input, dx);
    }

    private static long[] beforeDoubling(GeneratorStage stage) {
        return new long[] {stage.height() / 2, 1, stage.width() / 2, 1, stage.fin()};
    }

    private static long[] map(GeneratorStage stage, boolean doubled, int channels) {
        return doubled
                ? new long[] {stage.height() / 2, 2, stage.width() / 2, 2, channels}
                : new long[] {stage.height(), stage.width(), channels};
    }

    /** {@code x A + B}, activated: {@code N x H x W x C}. */
    private Value activated(
            GeneratorStage stage, WindowLevel level, String norm, Value x, int channels, boolean doubled) {
        ModulationWeights.Pair modulation = ModulationWeights.of(weights, norm, channels, architecture);
        Value bands = level.bands(weights, norm);
        long[] map = map(stage, doubled, channels);
        Value scale = graph.reshape(norm + ".scale", level.atPixels(norm + ".a", bands, modulation.scale()), map);
        Value shift = graph.reshape(norm + ".shift", level.atPixels(norm + ".b", bands, modulation.shift()), map);
        Value modulated = graph.add(norm, graph.multiply(norm + ".scaled", x, scale), shift);
        Value activated = graph.leakyRelu(norm + ".activated", modulated, ResidualBlockGraph.SLOPE);
        return graph.reshape(norm + ".out", activated, map(stage, false, channels));
    }

    private Value withIdentity(GeneratorStage stage, Value input, Value dx) {
        String name = stage.name();
        Value last = convolution(stage, name + ".conv_1", dx, stage.fmid(), stage.fout());
        if (!stage.doubles()) {
            return graph.add(name, last, input);
        }
        Value sum =
                graph.add(name + ".sum", graph.reshape(name + ".doubled", last, map(stage, true, stage.fout())), input);
        return graph.reshape(name, sum, map(stage, false, stage.fout()));
    }

    /**
     * The shortcut {@code conv_s(x A + B)} is {@code conv_s(x A) + conv_s(B)}, and conv_s(B) is again a modulation, of half
     * the channels: one addition less at the block's width.
     */
    private Value withLearnedShortcut(GeneratorStage stage, WindowLevel level, Value input, Value dx) {
        String name = stage.name();
        String norm = name + ".norm_s";
        WeightTensor shortcut = effectiveWeight(name + ".conv_s", stage.fout(), stage.fin(), 1);
        ModulationWeights.Pair modulation = ModulationWeights.of(weights, norm, stage.fin(), architecture);
        Value bands = level.bands(weights, norm);
        Value scale = graph.reshape(
                norm + ".scale",
                level.atPixels(norm + ".a", bands, modulation.scale()),
                map(stage, stage.doubles(), stage.fin()));
        Value scaled =
                graph.reshape(norm, graph.multiply(norm + ".scaled", input, scale), map(stage, false, stage.fin()));
        Value xs = graph.convolution(name + ".conv_s", graph.channelsFirst(norm + ".first", scaled), shortcut, null, 1);
        Value sum = sum(stage, dx, xs);
        Value shift = graph.reshape(
                norm + ".shift",
                level.atPixels(norm + ".b", bands, modulation.shift().through(shortcut)),
                map(stage, false, stage.fout()));
        return graph.reshape(name, graph.add(name + ".shifted", sum, shift), map(stage, false, stage.fout()));
    }

    /** conv_1 of {@code dx} plus {@code xs: N x C x H x W}, added in whichever order of axes conv_1 gives. */
    private Value sum(GeneratorStage stage, Value dx, Value xs) {
        String name = stage.name() + ".conv_1";
        if (usesWinograd(stage, stage.fmid(), stage.fout())) {
            return graph.add(
                    name + ".sum",
                    convolution(stage, name, dx, stage.fmid(), stage.fout()),
                    graph.channelsLast(stage.name() + ".conv_s.last", xs));
        }
        return graph.channelsLast(
                name + ".last", graph.add(name + ".sum", direct(name, dx, stage.fmid(), stage.fout()), xs));
    }

    /** {@code N x H x W x in} -> {@code N x H x W x out}, 3 x 3. */
    private Value convolution(GeneratorStage stage, String name, Value x, int in, int out) {
        if (usesWinograd(stage, in, out)) {
            return new WinogradConvolution(graph, stage.height(), stage.width())
                    .apply(name, x, effectiveWeight(name, out, in, 3), weights.get(name + ".bias", out));
        }
        return graph.channelsLast(name + ".last", direct(name, x, in, out));
    }

    /** {@code N x H x W x in} -> {@code N x out x H x W}. */
    private Value direct(String name, Value x, int in, int out) {
        return graph.convolution(
                name,
                graph.channelsFirst(name + ".first", x),
                effectiveWeight(name, out, in, 3),
                weights.get(name + ".bias", out),
                1);
    }

    private boolean usesWinograd(GeneratorStage stage, int in, int out) {
        return winograd && WinogradConvolution.pays(stage.height(), stage.width(), in, out);
    }

    private WeightTensor effectiveWeight(String name, int out, int in, int kernel) {
        return SpectralFold.effectiveWeight(weights, name, out, in, kernel);
    }
}
