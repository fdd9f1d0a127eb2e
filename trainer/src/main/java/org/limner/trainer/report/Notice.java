package org.limner.trainer.report;

/**
 * Something about a training that a person should know.
 *
 * @param step    after which it was noticed
 * @param kind    of trouble, such as {@code discriminator-wins}: one notice when it begins, one when it is over
 * @param over    whether this is the second
 * @param message a sentence or two, with the numbers, and what usually helps
 */
public record Notice(long step, String kind, boolean over, String message) {}
