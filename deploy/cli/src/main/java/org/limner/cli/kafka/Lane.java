package org.limner.cli.kafka;

/** How urgent a job is: while workers are short, 8 of HIGH are taken for 3 of NORMAL and 1 of LOW. */
public enum Lane {
    HIGH,
    NORMAL,
    LOW
}
