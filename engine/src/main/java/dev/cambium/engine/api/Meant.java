package dev.cambium.engine.api;

import java.util.List;
import java.util.regex.Pattern;

/** What people mean by an id or a name, among what there is. */
public final class Meant {

    /** Neon's form of a branch id; whatever else is asked for is a name. */
    private static final Pattern BRANCH_ID = Pattern.compile("br-[a-z0-9]+-[a-z0-9]+-[a-z0-9]+");

    private Meant() {}

    public static boolean isBranchId(String branch) {
        return BRANCH_ID.matcher(branch).matches();
    }

    /**
     * @param asked an id or a name; ids come first
     * @throws EngineException 404 if it is neither
     */
    public static Project project(List<Project> all, String asked) {
        return all.stream()
                .filter(project -> project.id().equals(asked))
                .findFirst()
                .or(() -> all.stream().filter(project -> project.name().equals(asked)).findFirst())
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "PROJECT_NOT_FOUND",
                                        "There is no project \"%s\". `cambium projects list` shows those there are."
                                                .formatted(asked)));
    }

    /**
     * @param all branches of one project, not necessarily all of them
     * @throws EngineException 404 if none has the name
     */
    public static Branch branch(List<Branch> all, String name) {
        return all.stream()
                .filter(branch -> branch.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "BRANCH_NOT_FOUND",
                                        "There is no branch \"%s\". `cambium branches list` shows those there are."
                                                .formatted(name)));
    }
}
