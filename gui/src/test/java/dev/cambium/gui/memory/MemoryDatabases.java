package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.DatabaseCalls;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The databases of a {@link MemoryEngine}: each branch has one. */
final class MemoryDatabases implements DatabaseCalls {

    private final MemoryEngine engine;

    MemoryDatabases(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Database> list(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            Branch found = engine.find(branch);
            return List.of(
                    new Database(
                            1, found.id(), "shop", "shop", found.createdAt(), found.createdAt()));
        }
    }

    @Override
    public Database create(
            String projectId, String branch, String name, @Nullable String ownerName) {
        throw new UnsupportedOperationException("the window makes no databases");
    }

    @Override
    public Database update(
            String projectId, String branch, String database, String newName, String ownerName) {
        throw new UnsupportedOperationException("the window changes no databases");
    }

    @Override
    public Database delete(String projectId, String branch, String database) {
        throw new UnsupportedOperationException("the window deletes no databases");
    }
}
