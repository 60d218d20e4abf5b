package dev.cambium.bench;

import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.wal.digest.DayOfHistory;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long the slider waits for a day of heavy use, over HTTP and as JSON, in an engine that has
 * just started and later.
 *
 * <p>Arguments: {@code prepare FOLDER} makes a home whose default branch has the digest of {@link
 * DayOfHistory}; {@code ask FOLDER MILLIS} starts an engine there, in a process of its own as the
 * command line does, waits, and asks.
 */
public final class TimelineAnswers {

    private static final int ASKED = 50;

    private TimelineAnswers() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("prepare")) {
            prepare(folder);
        } else {
            ask(folder, Long.parseLong(arguments[2]));
        }
    }

    private static void prepare(Path folder) throws Exception {
        try (BenchEngine engine = BenchEngine.open(folder, VolumeChoice.LAYERS)) {
            writeWal(engine);
            Thread.sleep(5_000); // until its digest covers that
        }
        try (Stream<Path> digests = Files.list(folder.resolve("index"))) {
            for (Path digest : (Iterable<Path>) digests::iterator) {
                String name = digest.getFileName().toString();
                if (TimelineId.isId(name)) {
                    DayOfHistory.replace(
                            digest, new TimelineId(name), Instant.now().minusSeconds(86_400));
                }
            }
        }
    }

    /** Some megabytes, for the day to lie in. */
    private static void writeWal(BenchEngine engine) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(
                                BenchEngine.jdbc(
                                        engine.client(), engine.project(), "main", "disable"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table filling as select i, repeat('x', 100) from generate_series(1, 100000) i");
        }
    }

    private static void ask(Path folder, long millis) throws Exception {
        EngineLauncher launcher = new EngineLauncher(new EngineHome(folder));
        try (EngineClient engine = launcher.runningOrStarted(null);
                HttpClient http = HttpClient.newHttpClient()) {
            EngineHome home = launcher.home();
            String root = home.listening().orElseThrow().apiUrl();
            String key = home.apiKeyOrNew();
            get(http, root + "/projects", key);
            Thread.sleep(millis);
            Instant now = Instant.now();
            String project = engine.projects().list().getFirst().id();
            String path =
                    "%s/cambium/projects/%s/branches/%s/timeline?from=%s&to=%s&slices=300"
                            .formatted(
                                    root,
                                    project,
                                    engine.branches().list(project).getFirst().id(),
                                    now.minusSeconds(86_400),
                                    now);
            List<Double> times = new ArrayList<>();
            String answer = "";
            for (int i = 0; i < ASKED; i++) {
                long began = System.nanoTime();
                answer = get(http, path, key);
                times.add((System.nanoTime() - began) / 1e6);
            }
            List<Double> later = new ArrayList<>(times.subList(ASKED / 2, ASKED));
            Collections.sort(later);
            System.out.printf(
                    Locale.ROOT,
                    "%d ms after the start: first %.0f ms, second %.0f, fifth %.0f; the last %d: %.0f ms (%.0f-%.0f); %d KB%n",
                    millis,
                    times.get(0),
                    times.get(1),
                    times.get(4),
                    later.size(),
                    later.get(later.size() / 2),
                    later.getFirst(),
                    later.getLast(),
                    answer.length() / 1024);
        } finally {
            launcher.stop();
        }
    }

    private static String get(HttpClient http, String url, String key) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + key)
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.body());
        }
        return response.body();
    }
}
