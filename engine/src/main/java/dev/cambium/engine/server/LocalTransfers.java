package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.TransferCalls;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.transfer.BranchImport;
import dev.cambium.engine.transfer.ImportOutcome;
import dev.cambium.engine.transfer.ImportSource;
import dev.cambium.engine.transfer.twin.SourceDatabase;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.List;

/** Imports, as the engine of this process answers for them. Thread-safe. */
final class LocalTransfers implements TransferCalls {

    private final BranchImport imports;
    private final BranchService branches;
    private final Shown shown;

    LocalTransfers(BranchImport imports, BranchService branches, Shown shown) {
        this.imports = imports;
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public ImportReport importFiles(String projectId, String branchId, ImportRequest request) {
        List<ImportSource> sources = request.files().stream().map(ImportSource::of).toList();
        return answer(() -> report(imports.run(projectId, branchId, sources, request.database())));
    }

    @Override
    public ImportReport importStream(
            String projectId, String branchId, InputStream sql, @Nullable String database) {
        List<ImportSource> sources = List.of(ImportSource.of("standard input", sql));
        return answer(() -> report(imports.run(projectId, branchId, sources, database)));
    }

    @Override
    public ImportReport importDatabase(String projectId, String branchId, DatabaseImport request) {
        return answer(
                () ->
                        report(
                                imports.copyDatabase(
                                        projectId,
                                        branchId,
                                        SourceDatabase.parse(request.url()),
                                        request.database(),
                                        request.refresh())));
    }

    @Override
    public ImportReport loadSample(String projectId, int scale) {
        return answer(
                () ->
                        report(
                                imports.loadSample(
                                        projectId, branches.defaultBranch(projectId).id(), scale)));
    }

    private ImportReport report(ImportOutcome outcome) {
        return new ImportReport(
                shown.branch(outcome.branch()),
                outcome.statements(),
                outcome.rowsCopied(),
                outcome.bytesRead(),
                outcome.duration().toMillis(),
                outcome.databases(),
                outcome.databases().stream()
                        .map(database -> shown.uri(outcome.branch(), database))
                        .toList());
    }
}
