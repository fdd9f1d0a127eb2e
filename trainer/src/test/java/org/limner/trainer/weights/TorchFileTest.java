package org.limner.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limner.trainer.weights.TorchFixture.Pickle;

/** What can go wrong: values in the wrong order, memory outside a storage read, and files that are programs. */
class TorchFileTest {
    private enum Format {
        ZIP {
            @Override
            Path write(TorchFixture fixture, Path file) throws IOException {
                return fixture.zip(file);
            }

            @Override
            Path write(byte[] pickle, Path file) throws IOException {
                return new TorchFixture().zip(file, pickle);
            }
        },
        LEGACY {
            @Override
            Path write(TorchFixture fixture, Path file) throws IOException {
                return fixture.legacy(file);
            }

            @Override
            Path write(byte[] pickle, Path file) throws IOException {
                return new TorchFixture().legacy(file, pickle);
            }
        };

        abstract Path write(TorchFixture fixture, Path file) throws IOException;

        abstract Path write(byte[] pickle, Path file) throws IOException;
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void readsTensorsInTheFilesOrder(Format format) throws IOException {
        TorchFixture fixture = new TorchFixture()
                .floats("s0", 1, 2, 3, 4, 5, 6)
                .floats("s1", 7)
                .storage("s2", 2, new byte[] {0, 0x3c, 0, (byte) 0xc0})
                .storage("s3", 2, new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0})
                .storage("s4", 1, new byte[] {-2, -1, -1, -1, -1, -1, -1, -1})
                .tensor("z.weight", "s0", 2, 3)
                .tensor("a.scalar", "s1")
                .tensor("half", "HalfStorage", "s2", 2, 0, new int[] {2}, new int[] {1})
                .tensor("brain", "BFloat16Storage", "s3", 2, 0, new int[] {2}, new int[] {1})
                .tensor("count", "LongStorage", "s4", 1, 0, new int[0], new int[0]);

        StateDict read = TorchFile.read(format.write(fixture, folder.resolve("net.pth")));

        assertThat(read.names()).containsExactly("z.weight", "a.scalar", "half", "brain", "count");
        assertThat(read.get("z.weight", 2, 3).floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.get("a.scalar", new long[0]).floats()).containsExactly(7);
        assertThat(read.get("half", 2).floats()).containsExactly(1f, -2f);
        assertThat(read.get("brain", 2).floats()).containsExactly(1f, -2f);
        assertThat(read.get("count", new long[0]).longs()).containsExactly(-2);
    }

    @ParameterizedTest
    @EnumSource
    void makesStridedViewsContiguous(Format format) throws IOException {
        TorchFixture fixture = new TorchFixture()
                .floats("s", 0, 1, 2, 3, 4, 5, 6, 7)
                .tensor("transposed", "FloatStorage", "s", 8, 0, new int[] {4, 2}, new int[] {1, 4})
                .tensor("everyOther", "FloatStorage", "s", 8, 1, new int[] {3}, new int[] {2})
                .tensor("part", "FloatStorage", "s", 8, 4, new int[] {2, 2}, new int[] {2, 1})
                .tensor("empty", "FloatStorage", "s", 8, 8, new int[] {0, 3}, new int[] {3, 1});

        StateDict read = TorchFile.read(format.write(fixture, folder.resolve("net.pth")));

        assertThat(read.get("transposed", 4, 2).floats()).containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
        assertThat(read.get("everyOther", 3).floats()).containsExactly(1, 3, 5);
        assertThat(read.get("part", 2, 2).floats()).containsExactly(4, 5, 6, 7);
        assertThat(read.get("empty", 0, 3).elements()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void refusesViewsOutsideTheirStorage(Format format) throws IOException {
        assertViewRefused(format, 2, new int[] {2, 3}, new int[] {3, 1}, "reaches element 7 of a storage with 6");
        assertViewRefused(format, 0, new int[] {2, 2}, new int[] {5, 1}, "reaches element 6 of a storage with 6");
        assertViewRefused(format, -1, new int[] {2}, new int[] {1}, "impossible view: offset -1");
        assertViewRefused(format, 0, new int[] {-2}, new int[] {1}, "negative size");
        assertViewRefused(format, 5, new int[] {2}, new int[] {-1}, "impossible view");
        assertViewRefused(format, 0, new int[] {2, 3}, new int[] {1}, "impossible view");
        assertViewRefused(format, 0, new int[] {1 << 30, 1 << 30, 16}, new int[] {0, 0, 0}, "more elements");
        assertViewRefused(format, 0, new int[] {1_000_000}, new int[] {0}, "of a storage with 6");
    }

    private void assertViewRefused(Format format, int offset, int[] size, int[] stride, String because)
            throws IOException {
        TorchFixture fixture = new TorchFixture()
                .floats("s", 1, 2, 3, 4, 5, 6)
                .tensor("w", "FloatStorage", "s", 6, offset, size, stride);
        Path file = format.write(fixture, folder.resolve("net.pth"));
        assertThatThrownBy(() -> TorchFile.read(file))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("net.pth: ")
                .hasMessageContaining(because);
    }

    @ParameterizedTest
    @EnumSource
    void refusesStoragesThatAreNotWhatTheyClaim(Format format) throws IOException {
        for (int claimed : new int[] {5, 7, 2_000_000_000}) {
            TorchFixture fixture = new TorchFixture()
                    .floats("s", 1, 2, 3, 4, 5, 6)
                    .tensor("up_0.w", "FloatStorage", "s", claimed, 0, new int[] {2}, new int[] {1});
            Path file = format.write(fixture, folder.resolve("net.pth"));
            assertThatThrownBy(() -> TorchFile.read(file))
                    .isInstanceOf(WeightFormatException.class)
                    .hasMessageContaining("storage s of tensor 'up_0.w'")
                    .hasMessageContaining(
                            "needs " + (claimed == 2_000_000_000 || format == Format.ZIP ? claimed * 4L : claimed));
        }
        TorchFixture missing = new TorchFixture().tensor("w", "FloatStorage", "t", 1, 0, new int[] {1}, new int[] {1});
        Path file = format.write(missing, folder.resolve("net.pth"));
        assertThatThrownBy(() -> TorchFile.read(file)).hasMessageContaining("storage t of tensor 'w' is missing");
    }

    @ParameterizedTest
    @EnumSource
    void neverCallsWhatAFileNames(Format format) throws IOException {
        Path proof = folder.resolve("proof");
        assertRefused(format, new TorchFixture().command("touch " + proof), "refused global posix.system");
        assertRefused(
                format,
                new TorchFixture()
                        .entry("w", new Pickle().string("os").string("system").op(0x93)),
                "refused global os.system");
        Pickle protocol0 = new Pickle().mark().string("id").op('i').raw("posix\nsystem\n".getBytes());
        assertRefused(format, new TorchFixture().entry("w", protocol0), "refused opcode 0x69");
        assertRefused(format, new TorchFixture().entry("w", new Pickle().mark().op('o')), "refused opcode 0x6f");
        assertRefused(
                format, new TorchFixture().entry("w", new Pickle().op(0x82).op(1)), "refused opcode 0x82");
        assertRefused(format, new TorchFixture().entry("w", new Pickle().op(')').op(0x81)), "refused opcode 0x81");
        Pickle storageAsFunction =
                new Pickle().global("torch", "FloatStorage").op(')').op('R');
        assertRefused(format, new TorchFixture().entry("w", storageAsFunction), "refused call");
        Pickle attributes = new Pickle().global("torch", "FloatStorage").op('}').op('b');
        assertRefused(format, new TorchFixture().entry("w", attributes), "refused attributes");
        Pickle huge = new Pickle().op('X').raw(new byte[] {-1, -1, -1, 127});
        assertRefused(format, new TorchFixture().entry("w", huge), "refused string of 2147483647 bytes");
        assertRefused(format, new TorchFixture().entry("epoch", new Pickle().integer(3)), "entry 'epoch' is a Integer");
        assertThat(proof).doesNotExist();
    }

    private void assertRefused(Format format, TorchFixture fixture, String because) throws IOException {
        Path file = format.write(fixture, folder.resolve("net.pth"));
        assertThatThrownBy(() -> TorchFile.read(file))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining(because);
    }

    @ParameterizedTest
    @EnumSource
    void refusesPicklesThatAreBrokenOrNoStateDict(Format format) throws IOException {
        for (byte[] pickle : new byte[][] {
            new Pickle().op(0x80).op(2).op('.').bytes(),
            new Pickle().op(0x80).op(2).op('R').op('.').bytes(),
            new Pickle().op(0x80).op(2).integer(3).op('.').bytes(),
            new Pickle()
                    .op(0x80)
                    .op(2)
                    .string("abc")
                    .string("d")
                    .op('s')
                    .op('.')
                    .bytes(),
            new Pickle().op(0x80).op(2).op('h').op(9).op('.').bytes(),
            new Pickle().op(0x80).op(2).bytes(),
        }) {
            Path file = format.write(pickle, folder.resolve("net.pth"));
            assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(WeightFormatException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryTruncation(Format format) throws IOException {
        TorchFixture fixture = new TorchFixture().floats("s", 1, 2, 3).tensor("up_0.w", "s", 3);
        byte[] whole = Files.readAllBytes(format.write(fixture, folder.resolve("whole.pth")));
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchFile.read(file))
                    .as("cut after %d of %d bytes", length, whole.length)
                    .isInstanceOf(WeightFormatException.class);
        }
    }

    @Test
    void namesTheTensorWhereALegacyFileEnds() throws IOException {
        TorchFixture fixture = new TorchFixture().floats("s", 1, 2, 3).tensor("up_0.w", "s", 3);
        byte[] whole = Files.readAllBytes(fixture.legacy(folder.resolve("whole.pth")));
        Path file = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, whole.length - 5));

        assertThatThrownBy(() -> TorchFile.read(file))
                .hasMessage("cut.pth: storage s of tensor 'up_0.w' ends 5 bytes early");
    }

    @Test
    void noticesADamagedStorage() throws IOException {
        Path file = new TorchFixture().floats("s", 1, 2, 3).tensor("w", "s", 3).zip(folder.resolve("net.pth"));
        byte[] bytes = Files.readAllBytes(file);
        byte[] two = {0, 0, 0, 0x40};
        int at = 0;
        while (!Arrays.equals(bytes, at, at + 4, two, 0, 4)) {
            at++;
        }
        bytes[at] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> TorchFile.read(file)).hasMessageContaining("'w' is damaged");
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheOtherByteOrder(Format format) throws IOException {
        TorchFixture fixture =
                new TorchFixture().floats("s", 1).tensor("w", "s", 1).byteOrder("big");
        Path file = format.write(fixture, folder.resolve("net.pth"));
        assertThatThrownBy(() -> TorchFile.read(file))
                .hasMessageMatching(".*(byte order 'big'|little-endian machine).*");
    }

    @Test
    void refusesWhatIsNoTorchFile() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
        assertThatThrownBy(() -> TorchFile.read(text)).hasMessageContaining("notes.txt: is neither");
        Path pickle = Files.write(
                folder.resolve("list.pkl"),
                new Pickle().op(0x80).op(2).op(']').op('.').bytes());
        assertThatThrownBy(() -> TorchFile.read(pickle)).hasMessageContaining("not one of torch.save");
    }
}
