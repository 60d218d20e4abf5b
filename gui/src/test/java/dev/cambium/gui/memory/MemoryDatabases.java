package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.DatabaseCalls;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The databases of a {@link MemoryEngine}: each branch has one. */
final class MemoryDatabases implements DatabaseCalls {

    private final MemoryEngine engine;
    private final Map<String, List<String>> made = new HashMap<>();

    MemoryDatabases(MemoryEngine engine) {
        this.engine = engine;
    }

    private List<String> names(String branch) {
        return made.computeIfAbsent(
                engine.find(branch).id(), id -> new ArrayList<>(List.of("shop")));
    }

    private Database database(String branch, String name) {
        Branch of = engine.find(branch);
        return new Database(
                names(branch).indexOf(name), of.id(), name, "shop", of.createdAt(), of.createdAt());
    }

    @Override
    public List<Database> list(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            return names(branch).stream().map(name -> database(branch, name)).toList();
        }
    }

    @Override
    public Database create(
            String projectId, String branch, String name, @Nullable String ownerName) {
        synchronized (engine) {
            engine.verb();
            names(branch).add(name);
            return database(branch, name);
        }
    }

    @Override
    public Database update(
            String projectId, String branch, String database, String newName, String ownerName) {
        throw new UnsupportedOperationException("the window changes no databases");
    }

    @Override
    public Database delete(String projectId, String branch, String database) {
        synchronized (engine) {
            engine.verb();
            Database gone = database(branch, database);
            names(branch).remove(database);
            return gone;
        }
    }
}
