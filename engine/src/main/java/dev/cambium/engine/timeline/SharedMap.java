package dev.cambium.engine.timeline;

import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * In which files the relations lie that all databases of a server share.
 *
 * <p>Source of the format: RelMapFile in {@code src/backend/utils/cache/relmapper.c}.
 */
public final class SharedMap {

    private static final String PATH = "global/pg_filenode.map";

    /** RELMAPPER_FILEMAGIC; then a count, then pairs of numbers. */
    private static final int MAGIC = 0x592717;

    private SharedMap() {}

    /**
     * The number of a relation's file below {@code global}.
     *
     * @param oid of the relation
     * @return empty if it cannot be told
     */
    public static OptionalInt file(Volume volume, TimelineId timeline, int oid) throws IOException {
        ByteBuffer map =
                ByteBuffer.wrap(volume.read(timeline, PATH)).order(ByteOrder.LITTLE_ENDIAN);
        if (map.remaining() < 8 || map.getInt() != MAGIC) {
            return OptionalInt.empty();
        }
        int count = map.getInt();
        for (int i = 0; i < count && map.remaining() >= 8; i++) {
            int relation = map.getInt();
            int file = map.getInt();
            if (relation == oid) {
                return OptionalInt.of(file);
            }
        }
        return OptionalInt.empty();
    }
}
