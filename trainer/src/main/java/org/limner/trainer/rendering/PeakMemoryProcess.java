package org.limner.trainer.rendering;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.limner.schemas.bundle.Conditioning;
import org.limner.schemas.window.WindowGeometry;
import org.limner.trainer.report.ResidentMemory;

/** The program that {@link PeakMemory} starts: renders what its task file says and prints the most memory it held. */
final class PeakMemoryProcess {
    static final String UNKNOWN = "unknown";

    private PeakMemoryProcess() {}

    public static void main(String[] args) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(args[0]))))) {
            String name = in.readUTF();
            Path file = Path.of(in.readUTF());
            Conditioning conditioning = Conditioning.ofJsonName(in.readUTF());
            WindowGeometry geometry = new WindowGeometry(
                    in.readInt(),
                    in.readBoolean(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readBoolean());
            RenderedGraph graph = new RenderedGraph(name, file, conditioning, geometry, in.readInt());
            render(graph, in);
        }
        var peak = ResidentMemory.peak();
        System.out.println(peak.isPresent() ? Long.toString(peak.getAsLong()) : UNKNOWN);
    }

    private static void render(RenderedGraph graph, DataInputStream in) throws IOException {
        int styles = in.readInt();
        long seed = in.readLong();
        try (GraphRunner runner = GraphRunner.open(graph, in.readInt())) {
            int masks = in.readInt();
            for (int mask = 0; mask < masks; mask++) {
                String name = in.readUTF();
                int[] codes =
                        new int[graph.geometry().height() * graph.geometry().width()];
                for (int i = 0; i < codes.length; i++) {
                    codes[i] = in.readUnsignedShort();
                }
                runner.prepare(new RenderMask(name, codes), styles, seed);
                runner.seconds();
            }
        }
    }
}
