package org.limner.worker.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.limner.schemas.job.JobLimits;
import org.limner.worker.job.ResultLimits;

/** How large a job and its result may be. The defaults are the contract's; a job beyond them ends FAILED. */
@ConfigMapping(prefix = "limner.limits")
public interface LimitsConfig {
    /** Pixels; also of a style's photograph. */
    @WithDefault("4096")
    int maskWidth();

    /** Pixels; also of a style's photograph. */
    @WithDefault("4096")
    int maskHeight();

    /** Styles of one job. */
    @WithDefault("64")
    int styles();

    /** Decoded bytes of mask and instances together, and of each style's photograph. */
    @WithDefault("256K")
    MemorySize payloadSize();

    /** Bytes of each mask, instance map or photograph that a job refers to. 17M: the largest 8-bit mask, not compressed. */
    @WithDefault("17M")
    MemorySize referenceSize();

    /** Tags of one job. */
    @WithDefault("16")
    int tags();

    /** Characters of one tag. */
    @WithDefault("256")
    int tagLength();

    /** Bytes of one image file in a result; a larger one goes to the store. */
    @WithDefault("256K")
    MemorySize imageSize();

    /** Bytes of one encoded result, images in base64 included; what does not fit goes to the store. */
    @WithDefault("1M")
    MemorySize resultSize();

    default JobLimits job() {
        return new JobLimits(
                maskWidth(),
                maskHeight(),
                styles(),
                Math.toIntExact(payloadSize().asLongValue()),
                tags(),
                tagLength());
    }

    default ResultLimits result() {
        return new ResultLimits(
                Math.toIntExact(imageSize().asLongValue()),
                Math.toIntExact(resultSize().asLongValue()));
    }
}
