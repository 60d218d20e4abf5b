package dev.cambium.engine.server;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.QueryRequest;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.api.Tick;
import dev.cambium.engine.api.TimelineQuery;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the API asks of the engine behind it.
 *
 * <p>Projects, branches and endpoints are named by their ids. Every method must be thread-safe,
 * must return only when what was asked is done and durable, and must throw {@link
 * dev.cambium.engine.api.EngineException} with an HTTP status, a code and a sentence when it is
 * not: 404 for what does not exist, 409 for a name that is taken, 423 while another operation holds
 * the branch.
 */
public interface EngineService {

    /** The engine; {@code apiUrl} may be empty, the server fills it in. */
    EngineInfo info();

    /**
     * Begins to stop the engine and must return without waiting, so that the caller is answered.
     */
    void stop();

    List<Project> projects();

    Project project(String projectId);

    Created.ProjectReply createProject(NewProject request);

    /** Changes what is given and leaves the rest; null means not given. */
    Project updateProject(
            String projectId, @Nullable String name, @Nullable Long historyRetentionSeconds);

    Project deleteProject(String projectId);

    List<Branch> branches(String projectId);

    Branch branch(String projectId, String branchId);

    /**
     * @param request {@code parent} holds an id here; {@code at} is one of the branch it names
     */
    Created.BranchReply createBranch(String projectId, NewBranch request);

    Branch resetFromParent(String projectId, String branchId);

    Branch deleteBranch(String projectId, String branchId);

    /** What can be done to endpoints beyond starting and stopping them, and to roles. */
    EndpointService endpoints();

    /** Those of all branches of the project. */
    List<Endpoint> endpoints(String projectId);

    Endpoint startEndpoint(String projectId, String endpointId);

    Endpoint suspendEndpoint(String projectId, String endpointId);

    /** Without those of the system, and without passwords. */
    List<Role> roles(String projectId, String branchId);

    String revealPassword(String projectId, String branchId, String role);

    /** Without {@code postgres} and the templates. */
    List<Database> databases(String projectId, String branchId);

    /**
     * @param ownerName null means the project's default role
     */
    Database createDatabase(
            String projectId, String branchId, String name, @Nullable String ownerName);

    /**
     * @param branchId null means the default branch
     * @param database null means the branch's default database
     * @param role null means the project's default role
     */
    ConnectionUri connectionUri(
            String projectId,
            @Nullable String branchId,
            @Nullable String database,
            @Nullable String role);

    QueryResult query(String projectId, String branchId, QueryRequest request);

    /** The point that a moment stands for. */
    FoundMoment moment(String projectId, String branchId, String at);

    /** Newest first. */
    List<Operation> operations(String projectId);

    BranchTimeline timeline(String projectId, String branchId, TimelineQuery query);

    BranchTimeline.Mark lastMark(String projectId, String branchId, LastMark kind);

    /** By their moments. */
    List<Bookmark> bookmarks(String projectId, String branchId);

    /**
     * @param moment null means now
     */
    Bookmark createBookmark(
            String projectId, String branchId, String name, @Nullable String moment);

    /**
     * @param bookmark an id or a name
     */
    Bookmark deleteBookmark(String projectId, String branchId, String bookmark);

    /** Oldest first, at most 10,000. */
    List<Tick> ticks(String projectId, Instant since);

    ImportReport importFiles(String projectId, String branchId, ImportRequest request);

    /**
     * @param sql must be read to its end; when reading it fails the client is gone, and nothing of
     *     the import may stay
     */
    ImportReport importStream(
            String projectId, String branchId, InputStream sql, @Nullable String database);

    /** Loads the sample web shop into the default branch. */
    ImportReport loadSample(String projectId, int scale);

    /**
     * Calls {@code listener} for each event from now on, in their order, until the answer is
     * closed. The listener returns at once and does not throw.
     */
    AutoCloseable follow(Consumer<EngineEvent> listener);
}
