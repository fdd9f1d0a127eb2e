package org.limner.worker.generator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where sessions run. Always explicit: a worker told to use CUDA never falls back to the processor. */
public sealed interface Device {

    /** The processor: {@code cpu}. */
    record Cpu() implements Device {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /** An NVIDIA device by its index: {@code cuda:0}. */
    record Cuda(int index) implements Device {
        @Override
        public String toString() {
            return "cuda:" + index;
        }
    }

    /** Throws {@link IllegalArgumentException} for anything but {@code cpu} and {@code cuda:N}. */
    static Device parse(String text) {
        if (text.equals("cpu")) {
            return new Cpu();
        }
        Matcher cuda = Pattern.compile("cuda:(\\d{1,2})").matcher(text);
        if (!cuda.matches()) {
            throw new IllegalArgumentException("device must be cpu or cuda:0, cuda:1, .. but is '" + text + "'");
        }
        return new Cuda(Integer.parseInt(cuda.group(1)));
    }
}
