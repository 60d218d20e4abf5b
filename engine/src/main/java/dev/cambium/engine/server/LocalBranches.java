package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchCalls;
import dev.cambium.engine.api.BranchEndpoints;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Flattened;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.Branched;
import dev.cambium.engine.branch.creation.EndpointWishes;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.moment.Moment;

import java.util.List;

/** The verbs of branches, as the engine of this process answers for them. Thread-safe. */
final class LocalBranches implements BranchCalls {

    /** What no engine can take out of a schema without changing it. */
    private static final String LITERALS_REMAIN =
            "It holds the schema and no rows. Values that are part of the schema are there: defaults, checks, partition bounds, enum labels, bodies of functions and views, comments, options of foreign servers, settings of databases and roles.";

    private final BranchService branches;
    private final Shown shown;

    LocalBranches(BranchService branches, Shown shown) {
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public Branch get(String projectId, String branchId) {
        return answer(() -> shown.branch(branches.branch(projectId, branchId)));
    }

    @Override
    public List<Branch> list(String projectId) {
        return answer(() -> shown.branches(branches.branches(projectId)));
    }

    @Override
    public List<Branch> search(String projectId, String part) {
        return answer(() -> shown.branches(branches.branchesWith(projectId, part)));
    }

    @Override
    public Created.BranchReply create(String projectId, NewBranch request) {
        return answer(
                () ->
                        shown.created(
                                branched(projectId, request),
                                request.compute(),
                                request.schemaOnly() ? LITERALS_REMAIN : null));
    }

    private Branched branched(String projectId, NewBranch request) {
        Moment moment = MomentTexts.moment(request.at());
        BranchWish wish = wish(request);
        return request.schemaOnly()
                ? branches.createSchemaOnly(projectId, request.parent(), moment, wish)
                : branches.createBranch(projectId, request.parent(), moment, wish);
    }

    /** How the branch that is asked for is to be, but for what it holds. */
    static BranchWish wish(NewBranch request) {
        BranchEndpoints endpoints = request.endpoints();
        return new BranchWish(
                request.name(),
                request.compute(),
                request.isProtected(),
                request.expiresAt(),
                request.words(),
                new EndpointWishes(
                        LocalEndpoints.change(endpoints.own()),
                        endpoints.readOnly().stream()
                                .map(
                                        one ->
                                                new EndpointWishes.ReadOnly(
                                                        one.name(),
                                                        LocalEndpoints.change(one.settings())))
                                .toList()));
    }

    @Override
    public Branch resetFromParent(String projectId, String branchId) {
        return answer(
                () ->
                        shown.branch(
                                branches.life().reset(projectId, branchId, null, false).branch()));
    }

    @Override
    public Flattened flatten(String projectId, String branchId) {
        return answer(
                () -> {
                    var flattened = branches.flatten(projectId, branchId);
                    return new Flattened(
                            shown.branch(flattened.branch()),
                            flattened.copied(),
                            flattened.words());
                });
    }

    @Override
    public Branch delete(String projectId, String branchId) {
        return answer(
                () -> {
                    Branch before = shown.branch(branches.branch(projectId, branchId));
                    branches.life().delete(projectId, branchId, Orphans.REFUSE);
                    return before;
                });
    }
}
