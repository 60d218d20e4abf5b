package dev.cambium.engine.server;

import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.schema.SchemaModel;
import dev.cambium.engine.schema.SchemaSession;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Schemas that were read before and still hold: to read one takes most of a comparison, and seldom
 * did both sides change since the last. One holds for as long as no transaction that wrote has
 * ended on its timeline. Thread-safe; who is lent a schema has it alone, as it is not.
 */
final class KnownSchemas {

    /** Both sides of the comparisons that somebody goes back and forth between. */
    private static final int KEPT_MAX = 16;

    private record Place(TimelineId timeline, String database) {}

    private record Kept(SchemaSession.Standing asOf, SoftReference<SchemaModel> model) {}

    /** The eldest first; guards itself. */
    private final Map<Place, Kept> kept = new LinkedHashMap<>();

    /** A schema for one reader, which others may have again when it is closed. */
    final class Lent implements AutoCloseable {

        private final SchemaModel model;
        private final String database;
        private final SchemaSession.@Nullable Standing asOf;

        /**
         * @param asOf null if it must not be kept
         */
        private Lent(SchemaModel model, String database, SchemaSession.@Nullable Standing asOf) {
            this.model = model;
            this.database = database;
            this.asOf = asOf;
        }

        SchemaModel model() {
            return model;
        }

        @Override
        public void close() {
            if (asOf != null) {
                keep(database, new Kept(asOf, new SoftReference<>(model)));
            }
        }
    }

    /** The schema that a session would read now. */
    Lent of(SchemaSession session, String database) throws SQLException, IOException {
        SchemaSession.Standing now = session.standing();
        SchemaModel known = taken(now, database);
        SchemaModel model = known == null ? session.read() : known;
        return new Lent(model, database, now.settled() ? now : null);
    }

    /** What is kept, if it still holds; nobody else has it then. */
    private @Nullable SchemaModel taken(SchemaSession.Standing now, String database) {
        synchronized (kept) {
            Kept found = kept.remove(new Place(now.timeline(), database));
            return found != null && now.isStill(found.asOf()) ? found.model().get() : null;
        }
    }

    private void keep(String database, Kept model) {
        Place place = new Place(model.asOf().timeline(), database);
        synchronized (kept) {
            kept.remove(place);
            kept.put(place, model);
            if (kept.size() > KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }
}
