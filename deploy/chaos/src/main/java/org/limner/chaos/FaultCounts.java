package org.limner.chaos;

/**
 * How many faults of which kind are made while jobs are on their way.
 *
 * @param kills          SIGKILLs of workers
 * @param terms          SIGTERMs of workers
 * @param stops          SIGSTOPs of workers, and SIGCONTs after more than the session timeout
 * @param joins          workers that come for a while and leave
 * @param brokerRestarts with the records kept
 * @param storeOutages   in which the masks that jobs refer to cannot be read
 */
record FaultCounts(int kills, int terms, int stops, int joins, int brokerRestarts, int storeOutages) {
    FaultCounts {
        if (kills < 0 || terms < 0 || stops < 0 || joins < 0 || brokerRestarts < 0 || storeOutages < 0) {
            throw new IllegalArgumentException("no number of faults may be negative");
        }
    }

    int total() {
        return kills + terms + stops + joins + brokerRestarts + storeOutages;
    }
}
