package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Granularity;
import dev.cambium.engine.api.UsageFrame;
import dev.cambium.engine.api.UsageQuery;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * {@code /consumption_history}: what was used, in Neon's shapes, and {@code /cambium/usage}, all of
 * it in one. Nobody is billed, so each month of the calendar is a period.
 */
final class UsageResource {

    /** Of the calls of usage-based plans, in their units. */
    private static final Map<String, ToLongFunction<UsageFrame>> METRICS =
            Map.of(
                    "compute_unit_seconds", UsageFrame::activeTimeSeconds,
                    "root_branch_bytes_month", frame -> perMonth(frame, frame.rootBytesHour()),
                    "child_branch_bytes_month", frame -> perMonth(frame, frame.childBytesHour()),
                    "instant_restore_bytes_month",
                            frame -> perMonth(frame, frame.historyBytesHour()),
                    // Nothing leaves for a network that somebody is paid for.
                    "public_network_transfer_bytes", _ -> 0,
                    "private_network_transfer_bytes", _ -> 0,
                    "extra_branches_month", _ -> 0);

    private final EngineService engine;

    UsageResource(EngineService engine, Routes routes) {
        this.engine = engine;
        routes.get("/consumption_history/projects", this::projects);
        routes.get("/consumption_history/v2/projects", this::projectsByMetric);
        routes.get("/consumption_history/v2/branches", this::branchesByMetric);
        routes.get("/cambium/usage", this::all);
    }

    private void all(Context context) throws IOException {
        boolean byBranch = "branch".equals(context.queryParam("by"));
        Reply.ok(context, Reply.envelope("usage", frames(context, byBranch)));
    }

    private void projects(Context context) throws IOException {
        answer(context, "projects", frames(context, false), UsageResource::figures);
    }

    private void projectsByMetric(Context context) throws IOException {
        List<String> metrics = metrics(context);
        answer(context, "projects", frames(context, false), frame -> values(frame, metrics));
    }

    private void branchesByMetric(Context context) throws IOException {
        List<String> metrics = metrics(context);
        if (list(context, "project_ids").isEmpty()) {
            throw RequestBody.bad("\"project_ids\" must name the projects, separated by commas.");
        }
        answer(context, "branches", frames(context, true), frame -> values(frame, metrics));
    }

    private List<UsageFrame> frames(Context context, boolean byBranch) {
        return engine.account()
                .usage(
                        new UsageQuery(
                                list(context, "project_ids"),
                                byBranch,
                                granularity(context),
                                time(context, "from"),
                                time(context, "to")));
    }

    /** Pages of things, each with its periods, each of those with its frames. */
    private static void answer(
            Context context,
            String name,
            List<UsageFrame> frames,
            Function<UsageFrame, Map<String, Object>> figures)
            throws IOException {
        Map<String, List<UsageFrame>> byThing =
                frames.stream()
                        .collect(
                                Collectors.groupingBy(
                                        frame ->
                                                Objects.requireNonNullElse(
                                                        frame.branchId(), frame.projectId()),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        Page<String> page = Page.of(context, List.copyOf(byThing.keySet()), id -> id);
        List<Map<String, Object>> things = new ArrayList<>();
        for (String id : page.items()) {
            List<UsageFrame> own = byThing.getOrDefault(id, List.of());
            Map<String, Object> thing = Reply.envelope("project_id", own.getFirst().projectId());
            if (own.getFirst().branchId() != null) {
                thing.put("branch_id", id);
            }
            thing.put("periods", periods(own, figures));
            things.add(thing);
        }
        Map<String, Object> body = Reply.envelope(name, things);
        if (page.next() != null) {
            body.put("pagination", Map.of("cursor", page.next()));
        }
        Reply.ok(context, body);
    }

    private static List<Map<String, Object>> periods(
            List<UsageFrame> frames, Function<UsageFrame, Map<String, Object>> figures) {
        Map<Instant, List<Map<String, Object>>> byMonth = new LinkedHashMap<>();
        for (UsageFrame frame : frames) {
            Map<String, Object> told = Reply.envelope("timeframe_start", frame.timeframeStart());
            told.put("timeframe_end", frame.timeframeEnd());
            told.putAll(figures.apply(frame));
            byMonth.computeIfAbsent(
                            Granularity.MONTHLY.floor(frame.timeframeStart()),
                            _ -> new ArrayList<>())
                    .add(told);
        }
        List<Map<String, Object>> periods = new ArrayList<>();
        byMonth.forEach(
                (month, consumption) -> {
                    String name = frames.getFirst().projectId() + month;
                    Map<String, Object> period =
                            Reply.envelope(
                                    "period_id",
                                    UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
                    period.put("period_plan", "local");
                    period.put("period_start", month);
                    Instant end = Granularity.MONTHLY.next(month);
                    if (end.isBefore(Instant.now())) {
                        period.put("period_end", end);
                    }
                    period.put("consumption", consumption);
                    periods.add(period);
                });
        return periods;
    }

    private static Map<String, Object> figures(UsageFrame frame) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("active_time_seconds", frame.activeTimeSeconds());
        figures.put("compute_time_seconds", frame.computeTimeSeconds());
        figures.put("written_data_bytes", frame.writtenDataBytes());
        figures.put("synthetic_storage_size_bytes", frame.syntheticStorageSizeBytes());
        figures.put("data_storage_bytes_hour", frame.dataStorageBytesHour());
        figures.put("logical_size_bytes", frame.logicalSizeBytes());
        figures.put("logical_size_bytes_hour", frame.logicalSizeBytesHour());
        return figures;
    }

    private static Map<String, Object> values(UsageFrame frame, List<String> metrics) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (String metric : metrics) {
            Map<String, Object> value = Reply.envelope("metric_name", metric);
            value.put("value", known(metric).applyAsLong(frame));
            values.add(value);
        }
        return Reply.envelope("metrics", values);
    }

    /** Byte-months: the byte-hours by the hours of the frame's month. */
    private static long perMonth(UsageFrame frame, long byteHours) {
        Instant month = Granularity.MONTHLY.floor(frame.timeframeStart());
        Duration length = Duration.between(month, Granularity.MONTHLY.next(month));
        return Math.round((double) byteHours / length.toHours());
    }

    private static List<String> metrics(Context context) {
        List<String> metrics = list(context, "metrics");
        if (metrics.isEmpty()) {
            throw RequestBody.bad("\"metrics\" must name what to tell, " + METRICS.keySet() + ".");
        }
        metrics.forEach(UsageResource::known);
        return metrics;
    }

    private static ToLongFunction<UsageFrame> known(String metric) {
        ToLongFunction<UsageFrame> known = METRICS.get(metric);
        if (known == null) {
            throw RequestBody.bad(
                    "There are no figures for \"%s\", only for %s."
                            .formatted(metric, METRICS.keySet()));
        }
        return known;
    }

    /** Given more than once, or with commas. */
    private static List<String> list(Context context, String name) {
        return context.queryParams(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static Granularity granularity(Context context) {
        String asked = String.valueOf(context.queryParam("granularity"));
        for (Granularity one : Granularity.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(asked)) {
                return one;
            }
        }
        throw RequestBody.bad("\"granularity\" must be hourly, daily or monthly.");
    }

    private static Instant time(Context context, String name) {
        @Nullable Instant time = RequestBody.time(context.queryParam(name), name);
        if (time == null) {
            throw new EngineException(
                    400, "TIME_MISSING", "\"%s\" must be a time, RFC 3339.".formatted(name));
        }
        return time;
    }
}
