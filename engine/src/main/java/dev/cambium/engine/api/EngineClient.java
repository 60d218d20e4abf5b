package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * All that a client can ask of an engine.
 *
 * <p>Calls block until the engine has done what was asked and throw {@link EngineException} with a
 * sentence for people when it has not. A branch is named by its id or its name. Thread-safe.
 */
public interface EngineClient extends AutoCloseable {

    /**
     * A client of the engine at {@code apiUrl}, which ends in {@code /api/v2}. Does not connect
     * yet.
     */
    static EngineClient connect(URI apiUrl, String apiKey) {
        return new HttpEngineClient(apiUrl, apiKey);
    }

    EngineInfo info();

    /** Asks the engine to stop and returns at once; its process ends when all is put away. */
    void stop();

    List<Project> projects();

    /**
     * @param project an id or a name
     */
    Project project(String project);

    Created.ProjectReply createProject(NewProject request);

    Project deleteProject(String projectId);

    List<Branch> branches(String projectId);

    Branch branch(String projectId, String branch);

    Created.BranchReply createBranch(String projectId, NewBranch request);

    /** Gives a branch its parent's present content; id, port, passwords and address stay. */
    Branch resetFromParent(String projectId, String branch);

    Branch deleteBranch(String projectId, String branch);

    List<Endpoint> endpoints(String projectId, String branch);

    /** Starts the branch's compute and returns when it answers; does nothing when it runs. */
    Endpoint startEndpoint(String projectId, String endpointId);

    /** Stops the branch's compute cleanly. */
    Endpoint suspendEndpoint(String projectId, String endpointId);

    /** Stops the branch's compute if it runs, and starts it with the settings it has now. */
    Endpoint restartEndpoint(String projectId, String endpointId);

    /** Settings of Postgres with which no server starts are refused. */
    Endpoint updateEndpoint(String projectId, String endpointId, EndpointUpdate update);

    List<Role> roles(String projectId, String branch);

    /** Makes a role that may log in; the answer has its password. */
    Role createRole(String projectId, String branch, String name);

    /** Gives a role a new password, which the answer has, and ends its sessions. */
    Role resetPassword(String projectId, String branch, String role);

    Role deleteRole(String projectId, String branch, String role);

    /** The password of a role, in clear. */
    String revealPassword(String projectId, String branch, String role);

    List<Database> databases(String projectId, String branch);

    Database createDatabase(
            String projectId, String branch, String name, @Nullable String ownerName);

    /** Deletes a database with all that is in it. */
    Database deleteDatabase(String projectId, String branch, String database);

    /**
     * @param database null means the branch's default database
     * @param role null means the project's default role
     */
    ConnectionUri connectionUri(
            String projectId, String branch, @Nullable String database, @Nullable String role);

    /**
     * Runs a statement that reads, on a branch at a moment; nothing it does can change a branch.
     */
    QueryResult query(String projectId, String branch, QueryRequest request);

    /**
     * The point of a branch that a moment stands for; nothing is opened.
     *
     * @param at {@code head}, an LSN, or a time of RFC 3339 with its zone
     */
    FoundMoment moment(String projectId, String branch, String at);

    List<Operation> operations(String projectId);

    /** Marks on the branches' lines since a moment, oldest first, at most 10,000. */
    List<Tick> ticks(String projectId, Instant since);

    /** What happened on a branch over a stretch of time. */
    BranchTimeline timeline(String projectId, String branch, TimelineQuery query);

    /**
     * The last mark of a kind on a branch's current timeline, with the moment just before it.
     *
     * @throws EngineException 404 if there is none within reach
     */
    BranchTimeline.Mark lastMark(String projectId, String branch, LastMark kind);

    /** The bookmarks of a branch, by their moments. */
    List<Bookmark> bookmarks(String projectId, String branch);

    /**
     * Names a moment of a branch.
     *
     * @param moment an LSN or an RFC 3339 time; null means now
     */
    Bookmark createBookmark(String projectId, String branch, String name, @Nullable String moment);

    /**
     * @param bookmark an id or a name
     */
    Bookmark deleteBookmark(String projectId, String branch, String bookmark);

    ImportReport importFiles(String projectId, String branch, ImportRequest request);

    /** Like {@link #importFiles} for one stream of SQL, which is read to its end. */
    ImportReport importStream(
            String projectId, String branch, InputStream sql, @Nullable String database);

    /**
     * Loads the sample web shop into the default branch.
     *
     * @param scale its size, from 1 up
     */
    ImportReport loadSample(String projectId, int scale);

    /**
     * Follows the event stream until the answer is closed; events come on a thread of the client's.
     * A lost connection is taken up again; {@code onLost} hears of it once with a sentence. Each
     * time the stream opens it begins with an event {@code stream.opened}: what happened before is
     * not told again, so whoever shows a list reads it anew then.
     */
    AutoCloseable follow(Consumer<EngineEvent> onEvent, Consumer<String> onLost);

    @Override
    void close();
}
