package dev.cambium.engine.cli;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.LastMark;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@code --before-last-ddl} and {@code --before-last-big-write}: a moment said by what came after
 * it.
 */
final class BeforeLast {

    @Option(
            names = "--before-last-ddl",
            description =
                    "The moment just before the last change of the schema: create, alter, drop, truncate.")
    private boolean ddl;

    @Option(
            names = "--before-last-big-write",
            description =
                    "The moment just before the last transaction that touched 1,000 rows, or 1 %% of a table.")
    private boolean bigWrite;

    /**
     * The moment meant.
     *
     * @param branch an id or a name; null means the default branch
     * @param at a moment that was said otherwise; null if none was
     * @return null if no moment was said at all
     */
    @Nullable String or(
            @Nullable String at,
            EngineClient engine,
            String projectId,
            @Nullable String branch,
            Output output,
            CommandSpec spec) {
        if (!ddl && !bigWrite) {
            return at;
        }
        if (at != null || (ddl && bigWrite)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say one moment: an LSN, a time, --before-last-ddl or --before-last-big-write.");
        }
        String on = BranchOption.orDefault(engine, projectId, branch);
        BranchTimeline.Mark mark =
                engine.past().lastMark(projectId, on, ddl ? LastMark.DDL : LastMark.BIG_WRITE);
        output.sayWithTable(
                output.style()
                        .faint(
                                "Just before %s, at %s."
                                        .formatted(mark.label(), Moment.local(mark.time()))));
        return mark.moment();
    }
}
