package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.TransferCalls;

import org.jspecify.annotations.NullUnmarked;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Imports of {@link InMemoryEngine}. */
@NullUnmarked
public final class InMemoryTransfers implements TransferCalls {

    private final InMemoryEngine engine;

    InMemoryTransfers(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public ImportReport importFiles(String projectId, String branchId, ImportRequest request) {
        Branch branch = engine.branches().get(projectId, branchId);
        engine.imported = request.files().stream().map(Object::toString).toList();
        engine.publish("operation.progress", branchId, "reading", 0.5);
        return report(branch, request.database(), 42);
    }

    @Override
    public ImportReport importStream(
            String projectId, String branchId, InputStream sql, String database) {
        Branch branch = engine.branches().get(projectId, branchId);
        try {
            byte[] all = sql.readAllBytes();
            engine.imported = List.of(new String(all, java.nio.charset.StandardCharsets.UTF_8));
            return report(branch, database, all.length);
        } catch (IOException e) {
            engine.imported = List.of("broken off");
            throw new EngineException(400, "IMPORT_BROKEN_OFF", "The client went away.");
        }
    }

    @Override
    public ImportReport importDatabase(String projectId, String branchId, DatabaseImport request) {
        engine.imported = List.of(request.url(), Boolean.toString(request.refresh()));
        return report(engine.branches().get(projectId, branchId), request.database(), 9);
    }

    @Override
    public ImportReport loadSample(String projectId, int scale) {
        return report(engine.branches().list(projectId).getFirst(), "shop", 1000L * scale);
    }

    private ImportReport report(Branch branch, String database, long bytes) {
        String name = database == null ? "cambium" : database;
        return new ImportReport(
                branch,
                3,
                7,
                bytes,
                1500,
                List.of(name),
                List.of(InMemoryEndpoints.uri(branch, name)));
    }
}
