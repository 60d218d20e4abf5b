package dev.cambium.engine.branch;

import dev.cambium.engine.branch.anonymize.Anonymizing;
import dev.cambium.engine.branch.anonymize.MaskingRuns;
import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.compute.PrivateCompute;
import dev.cambium.engine.branch.compute.ServerDatabases;
import dev.cambium.engine.branch.compute.ServerRoles;
import dev.cambium.engine.branch.creation.CreateBranch;
import dev.cambium.engine.branch.creation.CreateProject;
import dev.cambium.engine.branch.creation.CreateSchemaOnly;
import dev.cambium.engine.branch.creation.Template;
import dev.cambium.engine.branch.endpoint.BranchDestinations;
import dev.cambium.engine.branch.endpoint.Doors;
import dev.cambium.engine.branch.endpoint.Endpoints;
import dev.cambium.engine.branch.endpoint.IdleWatch;
import dev.cambium.engine.branch.endpoint.Ports;
import dev.cambium.engine.branch.endpoint.ReadOnlyEndpoints;
import dev.cambium.engine.branch.endpoint.Standbys;
import dev.cambium.engine.branch.endpoint.TravelDestinations;
import dev.cambium.engine.branch.history.Digests;
import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.history.HistoryKeeper;
import dev.cambium.engine.branch.history.HistorySettings;
import dev.cambium.engine.branch.history.KeptRows;
import dev.cambium.engine.branch.history.WalHeads;
import dev.cambium.engine.branch.history.WalTicker;
import dev.cambium.engine.branch.life.Backups;
import dev.cambium.engine.branch.life.BranchLife;
import dev.cambium.engine.branch.life.DeleteBranch;
import dev.cambium.engine.branch.life.DeleteProject;
import dev.cambium.engine.branch.life.Expiries;
import dev.cambium.engine.branch.life.FillBranch;
import dev.cambium.engine.branch.life.FlattenBranch;
import dev.cambium.engine.branch.life.Outcome;
import dev.cambium.engine.branch.life.RecoverBranch;
import dev.cambium.engine.branch.life.ReplaceContent;
import dev.cambium.engine.branch.life.Replaced;
import dev.cambium.engine.branch.life.ResetBranch;
import dev.cambium.engine.branch.life.RestoreBranch;
import dev.cambium.engine.branch.life.SetDefaultBranch;
import dev.cambium.engine.branch.life.Undo;
import dev.cambium.engine.branch.life.UpdateBranch;
import dev.cambium.engine.branch.moment.Bookmarks;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.moment.Pasts;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.LateCleanup;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.retention.DiskUse;
import dev.cambium.engine.branch.retention.Leases;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.branch.snapshot.CreateSnapshot;
import dev.cambium.engine.branch.snapshot.MaterialiseSnapshot;
import dev.cambium.engine.branch.snapshot.RestoreOnto;
import dev.cambium.engine.branch.snapshot.RestoreSnapshot;
import dev.cambium.engine.branch.snapshot.SnapshotLeases;
import dev.cambium.engine.branch.snapshot.Snapshots;
import dev.cambium.engine.branch.travel.Questions;
import dev.cambium.engine.branch.travel.Travel;
import dev.cambium.engine.branch.usage.UsageMeter;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.gateway.Gateway;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;

/**
 * What {@link BranchService} is made of, put together in the order in which the parts need each
 * other. Nothing is started or settled here.
 */
final class BranchParts {

    final EngineParts parts;
    final Catalog catalog;
    final Lookup lookup;
    final OperationLog operations;
    final ServerRoles serverRoles;
    final Computes computes;
    final Conditions conditions;
    final WalHeads heads;
    final WalTicker ticker;
    final History history;
    final Moments moments;
    final Digests digests;
    final Pasts pasts;
    final Bookmarks bookmarks;
    final Travel travel;
    final HistoryKeeper historyKeeper;
    final Trash trash;
    final Projects projects;
    final Questions questions;
    final CreateBranch createBranch;
    final LateCleanup cleanup;
    final CreateSchemaOnly createSchemaOnly;
    final Anonymizing anonymizing;
    final FlattenBranch flattenBranch;
    final BranchLife life;
    final Expiries expiries;
    final FillBranch fillBranch;
    final Snapshots snapshots;
    final Gateway gateway;
    final Doors doors;
    final IdleWatch idleWatch;
    final Standbys standbys;
    final Endpoints endpoints;
    final ReadOnlyEndpoints readOnlyEndpoints;
    final BranchContents contents;
    final UsageMeter usage;

    BranchParts(EngineParts parts, int homeHash) throws IOException {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.lookup = new Lookup(catalog);
        this.operations = new OperationLog(parts);
        this.serverRoles = new ServerRoles(catalog, parts.volume());
        ServerDatabases serverDatabases = new ServerDatabases(catalog, parts.clock());
        PortChooser ports = new PortChooser(homeHash, parts.catalog()::usedPorts);
        this.computes = new Computes(parts, serverRoles, serverDatabases, ports);
        this.heads = new WalHeads(parts.volume(), parts.walFolders());
        this.ticker = new WalTicker(parts, computes, heads);
        Leases leases = new Leases(parts);
        this.history = new History(parts, computes, heads, leases);
        this.standbys = new Standbys(parts, computes, history);
        computes.tell(standbys);
        this.digests = new Digests(parts, computes);
        KeptRows kept = new KeptRows(catalog);
        this.moments = new Moments(parts, kept, history, heads, digests);
        this.pasts = new Pasts(parts, digests, moments);
        this.bookmarks = new Bookmarks(parts, moments);
        this.trash = new Trash(parts, leases);
        this.historyKeeper =
                new HistoryKeeper(
                        parts, computes, heads, leases, trash, HistorySettings.fromProperties());
        BranchLocks locks = new BranchLocks();
        this.travel = new Travel(parts, moments, serverRoles, ports);
        this.questions = new Questions(computes, moments, travel);
        this.gateway =
                new Gateway(
                        parts.computeFolders().certificate(),
                        new BranchDestinations(
                                catalog, computes, standbys, new TravelDestinations(travel)),
                        parts.listen());
        this.doors = new Doors(gateway, catalog, ports);
        this.idleWatch = new IdleWatch(parts, computes, standbys, doors, operations);
        this.endpoints =
                new Endpoints(
                        parts,
                        lookup,
                        computes,
                        doors,
                        new Ports(parts, locks, standbys, doors, ports),
                        operations);
        this.readOnlyEndpoints = new ReadOnlyEndpoints(parts, standbys, doors, ports, operations);
        this.contents = new BranchContents(parts, computes, standbys, serverRoles, serverDatabases);
        this.conditions = new Conditions(parts, kept, computes, locks, heads, moments, doors);
        this.usage =
                new UsageMeter(
                        parts,
                        computes,
                        standbys,
                        heads,
                        some -> conditions.of(some).stream().map(BranchCondition::size).toList());
        PrivateCompute privateCompute = new PrivateCompute(parts, ports);
        BranchNews news = new BranchNews(parts);
        Forking forking = new Forking(parts, history);
        ReplaceContent replaceContent =
                new ReplaceContent(parts, operations, computes, new Backups(parts, ports), news);
        Template template = new Template(parts);
        CreateProject createProject =
                new CreateProject(
                        parts, operations, template, history, privateCompute, ports, news);
        this.createBranch =
                new CreateBranch(parts, operations, locks, moments, forking, ports, news);
        this.cleanup = new LateCleanup();
        this.createSchemaOnly =
                new CreateSchemaOnly(
                        parts, operations, locks, moments, history, ports, news, cleanup);
        this.anonymizing =
                new Anonymizing(
                        parts,
                        questions,
                        new MaskingRuns.Verbs(
                                operations,
                                locks,
                                moments,
                                history,
                                ports,
                                serverRoles,
                                privateCompute,
                                createSchemaOnly,
                                replaceContent));
        this.flattenBranch = new FlattenBranch(parts, operations, locks, news);
        Undo undo = new Undo(parts, operations, locks, computes, trash, doors, news);
        DeleteBranch deleteBranch = new DeleteBranch(parts, operations, locks, computes, news);
        this.expiries = new Expiries(parts, deleteBranch, doors);
        this.life =
                new BranchLife(
                        catalog,
                        new BranchLife.Verbs(
                                new ResetBranch(parts, locks, forking, replaceContent),
                                new RestoreBranch(parts, locks, moments, forking, replaceContent),
                                new UpdateBranch(parts, operations, locks, news),
                                new SetDefaultBranch(parts, operations, locks),
                                deleteBranch,
                                new RecoverBranch(parts, operations, locks, trash, news),
                                undo),
                        trash,
                        new DiskUse(parts),
                        doors,
                        this::forget);
        SnapshotLeases snapshotLeases = new SnapshotLeases(parts, leases);
        this.snapshots =
                new Snapshots(
                        parts,
                        new CreateSnapshot(parts, operations, locks, moments),
                        new RestoreSnapshot(
                                parts, operations, locks, snapshotLeases, forking, ports, news),
                        new RestoreOnto(
                                parts, locks, computes, snapshotLeases, forking, replaceContent),
                        new MaterialiseSnapshot(
                                parts, operations, snapshotLeases, history, privateCompute),
                        trash,
                        exchanging());
        this.projects =
                new Projects(
                        parts,
                        template,
                        createProject,
                        new DeleteProject(parts, operations, locks, computes),
                        undo,
                        computes,
                        doors);
        this.fillBranch =
                new FillBranch(
                        locks,
                        computes,
                        forking,
                        history,
                        privateCompute,
                        replaceContent,
                        operations,
                        serverDatabases);
    }

    private Snapshots.Exchanging exchanging() {
        return new Snapshots.Exchanging() {
            @Override
            public void made(Branch branch) {
                doors.open(branch);
            }

            @Override
            public void replaced(Replaced replaced) {
                Outcome _ = life.replaced(replaced);
            }

            @Override
            public void gone(Branch branch) {
                life.gone(branch);
            }
        };
    }

    /** A timeline that a branch left is neither followed nor measured for it any more. */
    private void forget(TimelineId timeline) {
        heads.forget(timeline);
        conditions.forget(timeline);
    }
}
