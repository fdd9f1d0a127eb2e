package org.limner.chaos.load;

/**
 * A worker's memory right after a collection.
 *
 * @param seconds  since the load began
 * @param heap     bytes in use
 * @param direct   bytes of direct buffers
 * @param resident bytes of the whole process, ONNX Runtime's included; 0 where the system does not say
 */
record MemorySample(double seconds, long heap, long direct, long resident) {}
