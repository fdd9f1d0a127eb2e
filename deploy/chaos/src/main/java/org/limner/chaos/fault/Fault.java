package org.limner.chaos.fault;

/** What becomes of a session run that holds an image with a {@link FaultSeed}. */
public enum Fault {
    /** The run fails as the worker's fault the first time the job is rendered by any worker. */
    FAIL_ONCE,
    /** The run fails as the worker's fault as often as a worker tries by itself; after that it succeeds. */
    FAIL_REPEATEDLY,
    /** The run fails for want of memory unless the image is alone in it. */
    SHORT_OF_MEMORY,
    /** The process ends at once, by {@link Runtime#halt}. */
    HALT,
    /** The process ends by a segmentation fault, as after a crash in native code. */
    SEGMENTATION_FAULT,
    /** The process is killed, as by a kernel that is out of memory. */
    KILL,
    /** The run does not come back for as long as {@link ChaosConfig#sleep} says. */
    SLEEP
}
