package dev.cambium.engine.server;

import dev.cambium.engine.api.BranchMoment;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.moment.FoundMoment;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.schema.Comparing;
import dev.cambium.engine.schema.SchemaModel;
import dev.cambium.engine.schema.SchemaSession;
import dev.cambium.engine.timeline.SideBySide;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the schemas of branches, several at once: a session that asks for a schema lets Postgres
 * and the engine wait for one another in turns, so that one alone keeps one processor busy.
 * Thread-safe.
 */
final class SchemaReading {

    private static final String NO_SUCH_DATABASE = "3D000";

    private final BranchService branches;
    private final KnownSchemas known;

    /**
     * @param known those of the whole engine
     */
    SchemaReading(BranchService branches, KnownSchemas known) {
        this.branches = branches;
        this.known = known;
    }

    /** The schemas at one point, by database, for one thread until they are closed. */
    record Side(FoundMoment moment, Map<String, KnownSchemas.Lent> schemas)
            implements AutoCloseable {

        /** Empty if there is no database of that name. */
        Optional<SchemaModel> model(String database) {
            return Optional.ofNullable(schemas.get(database)).map(KnownSchemas.Lent::model);
        }

        @Override
        public void close() {
            schemas.values().forEach(KnownSchemas.Lent::close);
        }
    }

    /** The schemas at two points. */
    record Both(Side base, Side other) implements AutoCloseable {
        @Override
        public void close() {
            base.close();
            other.close();
        }
    }

    /**
     * The schema of one database at one point.
     *
     * @return without the database if there is none of its name; the caller's to close
     */
    Side one(String projectId, BranchMoment where, String database, Comparing comparing) {
        return side(projectId, where, database, comparing, 1);
    }

    /**
     * The schemas at two points, both read at once.
     *
     * @param database null for all that people work in
     * @return the caller's to close
     */
    Both both(
            String projectId,
            BranchMoment base,
            BranchMoment other,
            @Nullable String database,
            Comparing comparing) {
        int each = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        Side[] sides = new Side[2];
        try {
            SideBySide.run(
                    () -> sides[1] = side(projectId, other, database, comparing, each),
                    () -> sides[0] = side(projectId, base, database, comparing, each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Both(sides[0], sides[1]);
    }

    private Side side(
            String projectId,
            BranchMoment where,
            @Nullable String database,
            Comparing comparing,
            int atOnce) {
        comparing.requireWanted();
        return branches.questions()
                .visit(
                        branches.branch(projectId, where.branch()),
                        MomentTexts.moment(where.at()),
                        (console, moment) ->
                                new Side(moment, schemas(console, database, comparing, atOnce)));
    }

    private Map<String, KnownSchemas.Lent> schemas(
            Console console, @Nullable String database, Comparing comparing, int atOnce)
            throws IOException {
        SortedMap<String, KnownSchemas.Lent> schemas =
                Collections.synchronizedSortedMap(new TreeMap<>());
        List<String> names = database == null ? databases(console, comparing) : List.of(database);
        read(console, names, comparing, atOnce, schemas);
        return schemas;
    }

    private static List<String> databases(Console console, Comparing comparing) throws IOException {
        try {
            return SchemaModel.databases(console);
        } catch (SQLException e) {
            comparing.requireWanted();
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Each half of them on a thread of its own, and each half of those, until {@code atOnce}. */
    private void read(
            Console console,
            List<String> names,
            Comparing comparing,
            int atOnce,
            Map<String, KnownSchemas.Lent> schemas)
            throws IOException {
        if (atOnce == 1 || names.size() < 2) {
            for (String name : names) {
                read(console, name, comparing, schemas);
            }
            return;
        }
        int middle = names.size() / 2;
        List<String> rest = names.subList(middle, names.size());
        SideBySide.run(
                () -> read(console, rest, comparing, atOnce / 2, schemas),
                () ->
                        read(
                                console,
                                names.subList(0, middle),
                                comparing,
                                atOnce - atOnce / 2,
                                schemas));
    }

    private void read(
            Console console,
            String database,
            Comparing comparing,
            Map<String, KnownSchemas.Lent> schemas)
            throws IOException {
        try (SchemaSession session = SchemaSession.open(console, database, comparing)) {
            schemas.put(database, known.of(session, database));
        } catch (SQLException e) {
            // One that is not there, or no longer, has no schema.
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
