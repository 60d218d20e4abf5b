package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cambium demo}. */
@Command(
        name = "demo",
        header = "See it work: a sample shop, a branch of it, a change, a reset.",
        description = {
            "",
            "Makes a project with a sample database, branches it, changes the branch,",
            "shows that the parent did not change, resets the branch, and opens the",
            "workbench. Run again, it finds what is there and changes nothing of it.",
            ""
        })
final class DemoCommand extends Verb {

    private static final String PROJECT = "demo-shop";
    private static final String DATABASE = "shop";
    private static final String BRANCH = "dev";

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "1",
            description = "The size of the sample database, from 1 up; 1 is the default.")
    private int scale;

    @Option(
            names = "--yes",
            description = "As root, install missing system packages without asking.")
    private boolean yes;

    @Override
    void run() throws Exception {
        if (scale < 1) {
            throw new ParameterException(spec().commandLine(), "--scale is a number from 1 up.");
        }
        installPackages();
        EngineClient engine = engine();
        EngineInfo info = engine.info();
        step("Engine", "Postgres %s at %s".formatted(info.postgresVersion(), info.apiUrl()));
        note("%s: %s".formatted(info.volume(), info.volumeReason()));
        Project project = projectOrNew(engine);
        Branch main = defaultBranch(engine, project);
        loadSample(engine, project, main);
        branchAndReset(engine, project, main);
        show(engine, project);
    }

    private void installPackages() throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>(Packages.missingForMounts());
        if (GuiProcess.noDisplay(cambium().caller()) == null) {
            missing.addAll(Packages.missingForWindow());
        }
        if (missing.isEmpty()) {
            return;
        }
        String names = String.join(", ", missing);
        if (yes && Packages.isRoot()) {
            cambium().home().create();
            Path log = cambium().home().logs().resolve("packages.out");
            if (Packages.installNow(missing, log)) {
                step("Packages", "installed " + names);
                return;
            }
            note("Installing %s failed; %s tells why.".formatted(names, log));
        }
        step("Packages", "missing: %s. The demo goes on without them.".formatted(names));
        note("Install them with: " + Packages.install(missing));
    }

    private Project projectOrNew(EngineClient engine) {
        Optional<Project> there =
                engine.projects().list().stream().filter(p -> p.name().equals(PROJECT)).findFirst();
        if (there.isPresent()) {
            step("Project", "\"%s\" is there already".formatted(PROJECT));
            return there.get();
        }
        long start = System.nanoTime();
        Project made =
                engine.projects().create(new NewProject(PROJECT, "main", null, DATABASE)).project();
        step("Project", "made \"%s\" in %s".formatted(PROJECT, since(start)));
        return made;
    }

    private void loadSample(EngineClient engine, Project project, Branch main) throws SQLException {
        try (SampleShop shop = SampleShop.open(engine, project, main, DATABASE)) {
            if (shop.isLoaded()) {
                step("Sample", "the shop is there already");
                return;
            }
        }
        long start = System.nanoTime();
        ImportReport report;
        boolean redraws = cambium().caller().redraws();
        try (ImportProgress _ = new ImportProgress(engine, output(), redraws, main.id(), 0)) {
            report = engine.transfers().loadSample(project.id(), scale);
        }
        step(
                "Sample",
                "loaded a web shop of %s rows in %s"
                        .formatted(Amount.count(report.rowsCopied()), since(start)));
    }

    /** The show itself; a branch from an earlier run may hold somebody's work and is left alone. */
    private void branchAndReset(EngineClient engine, Project project, Branch main)
            throws SQLException {
        Optional<Branch> there =
                engine.branches().list(project.id()).stream()
                        .filter(branch -> branch.name().equals(BRANCH))
                        .findFirst();
        if (there.isPresent()) {
            step("Branch", "\"%s\" is there already and is left as it is".formatted(BRANCH));
            note("`cambium branches delete %s`, then the demo makes it anew.".formatted(BRANCH));
            return;
        }
        long start = System.nanoTime();
        Branch dev =
                engine.branches()
                        .create(project.id(), new NewBranch(BRANCH, main.id(), true))
                        .branch();
        step(
                "Branch",
                "made \"%s\" from \"%s\" in %s, with all its data"
                        .formatted(BRANCH, main.name(), since(start)));
        try (SampleShop onMain = SampleShop.open(engine, project, main, DATABASE)) {
            String before = onMain.describe();
            try (SampleShop onDev = SampleShop.open(engine, project, dev, DATABASE)) {
                note("%s: %s".formatted(main.name(), before));
                step("Change", onDev.change());
                note("%s: %s".formatted(dev.name(), onDev.describe()));
            }
            String after = onMain.describe();
            note("%s: %s".formatted(main.name(), after));
            if (!after.equals(before)) {
                throw new Refusal(
                        "The parent \"%s\" changed with its branch. That must not happen: please report it."
                                .formatted(main.name()));
            }
            note("\"%s\" did not change.".formatted(main.name()));
            long resetStart = System.nanoTime();
            engine.branches().resetFromParent(project.id(), dev.id());
            try (SampleShop onDev = SampleShop.open(engine, project, dev, DATABASE)) {
                String reset = onDev.describe();
                step(
                        "Reset",
                        "\"%s\" is as \"%s\" again, in %s"
                                .formatted(BRANCH, main.name(), since(resetStart)));
                note("%s: %s".formatted(dev.name(), reset));
                if (!reset.equals(after)) {
                    throw new Refusal(
                            "After the reset \"%s\" is not as \"%s\". That must not happen: please report it."
                                    .formatted(BRANCH, main.name()));
                }
            }
        }
    }

    private void show(EngineClient engine, Project project)
            throws IOException, InterruptedException {
        output().out().println();
        BranchTree.of(engine.branches().list(project.id())).print(output().out(), output().style());
        output().out().println();
        step(
                "Connect",
                engine.endpoints()
                        .connectionUri(project.id(), BRANCH, DATABASE, null)
                        .connectionUri());
        String noWindow = GuiProcess.noDisplay(cambium().caller());
        if (noWindow != null) {
            step("Workbench", noWindow + " The tree above is what it would show.");
            return;
        }
        try {
            GuiProcess.open(cambium().home());
            step("Workbench", "open; `cambium workbench` opens it again");
        } catch (Refusal e) {
            step("Workbench", String.valueOf(e.getMessage()));
        }
    }

    private static Branch defaultBranch(EngineClient engine, Project project) {
        return engine.branches().list(project.id()).stream()
                .filter(Branch::isDefault)
                .findFirst()
                .orElseThrow(() -> new Refusal("The demo's project has no default branch."));
    }

    private void step(String what, String sentence) {
        output().out().println(output().style().strong("%-10s".formatted(what)) + " " + sentence);
        output().out().flush();
    }

    private void note(String sentence) {
        output().out().println(" ".repeat(11) + output().style().faint(sentence));
        output().out().flush();
    }

    private static String since(long startNanos) {
        return Amount.duration(Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
