package dev.cambium.engine.server;

import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.DatabaseCalls;
import dev.cambium.engine.api.EngineException;

import org.jspecify.annotations.NullUnmarked;

import java.util.List;

/** Databases of {@link InMemoryEngine}. */
@NullUnmarked
public final class InMemoryDatabases implements DatabaseCalls {

    private final InMemoryEngine engine;

    InMemoryDatabases(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Database> list(String projectId, String branchId) {
        engine.branches().get(projectId, branchId);
        return List.copyOf(engine.databases.get(branchId));
    }

    @Override
    public Database create(String projectId, String branchId, String name, String ownerName) {
        engine.branches().get(projectId, branchId);
        Database made = newDatabase(branchId, name, ownerName == null ? "owner" : ownerName);
        engine.databases.get(branchId).add(made);
        return made;
    }

    @Override
    public Database update(
            String projectId, String branchId, String database, String newName, String ownerName) {
        Database before = delete(projectId, branchId, database);
        return create(
                projectId,
                branchId,
                newName == null ? database : newName,
                ownerName == null ? before.ownerName() : ownerName);
    }

    @Override
    public Database delete(String projectId, String branchId, String database) {
        Database found =
                list(projectId, branchId).stream()
                        .filter(candidate -> candidate.name().equals(database))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404,
                                                "DATABASE_NOT_FOUND",
                                                "There is no database " + database + "."));
        engine.databases.get(branchId).remove(found);
        return found;
    }

    Database newDatabase(String branchId, String name, String owner) {
        return new Database(
                engine.ids.incrementAndGet(),
                branchId,
                name,
                owner,
                InMemoryEngine.THEN,
                InMemoryEngine.THEN);
    }
}
