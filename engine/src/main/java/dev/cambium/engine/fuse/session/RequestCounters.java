package dev.cambium.engine.fuse.session;

import dev.cambium.engine.fuse.abi.Opcode;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests of each kind were read. A benchmark whose FSYNC count stays at zero measured
 * something else than a database.
 */
final class RequestCounters {

    private final Map<Opcode, LongAdder> counters = new EnumMap<>(Opcode.class);

    RequestCounters() {
        for (Opcode opcode : Opcode.values()) {
            counters.put(opcode, new LongAdder());
        }
    }

    void count(int opcodeNumber) {
        Opcode opcode = Opcode.of(opcodeNumber);
        LongAdder counter = opcode == null ? null : counters.get(opcode);
        if (counter != null) {
            counter.increment();
        }
    }

    /** The counts that are not zero. */
    Map<Opcode, Long> snapshot() {
        Map<Opcode, Long> counts = new EnumMap<>(Opcode.class);
        counters.forEach(
                (opcode, counter) -> {
                    if (counter.sum() > 0) {
                        counts.put(opcode, counter.sum());
                    }
                });
        return counts;
    }
}
