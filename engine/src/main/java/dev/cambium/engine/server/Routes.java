package dev.cambium.engine.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of calls: what is served, and which one somebody meant who asked for another. */
final class Routes {

    static final String ROOT = "/api/v2";

    /** Longer paths are no call of ours; comparing costs the square of this. */
    private static final int COMPARED_CHARACTERS_MAX = 300;

    /** What a segment too many or too few counts, in letters. */
    private static final int SEGMENT = 8;

    private static final Pattern VERSION = Pattern.compile("/api/v\\d+(?=/)|/v\\d+(?=/)");

    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z]+}");

    private final RoutesConfig config;
    private final List<Call> calls = new ArrayList<>();

    /** One call; {@code path} is without the root, its parameters in braces. */
    private record Call(HandlerType method, String path, Pattern matcher) {

        @Override
        public String toString() {
            return method.name() + " " + ROOT + path;
        }
    }

    Routes(RoutesConfig config) {
        this.config = config;
    }

    void get(String path, Handler handler) {
        add(HandlerType.GET, path, handler);
    }

    void post(String path, Handler handler) {
        add(HandlerType.POST, path, handler);
    }

    void put(String path, Handler handler) {
        add(HandlerType.PUT, path, handler);
    }

    void patch(String path, Handler handler) {
        add(HandlerType.PATCH, path, handler);
    }

    void delete(String path, Handler handler) {
        add(HandlerType.DELETE, path, handler);
    }

    /** All that are served, as {@code GET /projects/{p}}, without the root. */
    List<String> served() {
        return calls.stream().map(call -> call.method().name() + " " + call.path()).toList();
    }

    /** A sentence for a call that is not in the table. */
    String unknown(String method, String fullPath) {
        boolean rooted = fullPath.equals(ROOT) || fullPath.startsWith(ROOT + "/");
        String asked = (rooted ? fullPath.substring(ROOT.length()) : unversioned(fullPath));
        List<Call> samePath =
                calls.stream().filter(call -> call.matcher().matcher(asked).matches()).toList();
        String what = "There is no call %s %s".formatted(method, shortened(fullPath));
        if (!rooted && !samePath.isEmpty()) {
            return "%s: calls are under %s, as in %s%s."
                    .formatted(what, ROOT, ROOT, shortened(asked));
        }
        if (!samePath.isEmpty()) {
            return what + "; this path knows " + list(samePath) + ".";
        }
        Call nearest =
                calls.stream()
                        .min(Comparator.comparingInt(call -> distance(call, method, asked)))
                        .orElseThrow();
        return what + "; the nearest one is " + nearest + ".";
    }

    private void add(HandlerType method, String path, Handler handler) {
        String matcher = PARAMETER.matcher(path).replaceAll("[^/]+");
        calls.add(new Call(method, path, Pattern.compile(matcher)));
        config.addEndpoint(new Endpoint(method, ROOT + path, handler));
    }

    private static String list(List<Call> calls) {
        return String.join(" and ", calls.stream().map(call -> call.method().name()).toList());
    }

    private static String shortened(String path) {
        return path.length() <= COMPARED_CHARACTERS_MAX
                ? path
                : path.substring(0, COMPARED_CHARACTERS_MAX) + "…";
    }

    /** The path of a call in another version of the API, without that. */
    private static String unversioned(String path) {
        Matcher version = VERSION.matcher(path);
        return version.lookingAt() ? path.substring(version.end()) : path;
    }

    /**
     * How many segments must change, and letters in them; another method counts as much as a
     * segment, for who reads does not mean to delete.
     */
    private static int distance(Call call, String method, String asked) {
        String[] ours = call.path().split("/", -1);
        String[] theirs = shortened(asked).split("/", -1);
        int distance = call.method().name().equals(method) ? 0 : SEGMENT;
        distance += SEGMENT * Math.abs(ours.length - theirs.length);
        for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
            if (!ours[i].startsWith("{")) {
                distance += letters(ours[i], theirs[i]);
            }
        }
        return distance;
    }

    /** Levenshtein's distance, row by row. */
    private static int letters(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
