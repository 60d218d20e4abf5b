package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.Console;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The servers that answer at this moment: those of branches and of read-only endpoints. */
final class Sleepers {

    private final Catalog catalog;
    private final Computes computes;
    private final Standbys standbys;

    Sleepers(Catalog catalog, Computes computes, Standbys standbys) {
        this.catalog = catalog;
        this.computes = computes;
        this.standbys = standbys;
    }

    List<Sleeper> awake() {
        Stream<Sleeper> branches =
                computes.running().keySet().stream()
                        .flatMap(id -> catalog.branch(id).stream())
                        .map(OfBranch::new);
        return Stream.concat(branches, standbys.running().stream().flatMap(this::ofStandby))
                .toList();
    }

    private Stream<Sleeper> ofStandby(Standby standby) {
        return catalog.branch(standby.endpoint().branchId()).stream()
                .map(branch -> new OfStandby(standby, branch));
    }

    private final class OfBranch implements Sleeper {

        private final Branch branch;

        OfBranch(Branch branch) {
            this.branch = branch;
        }

        @Override
        public String id() {
            return branch.id();
        }

        @Override
        public Branch branch() {
            return branch;
        }

        @Override
        public String endpointId() {
            return branch.endpointId();
        }

        @Override
        public String name() {
            return "Branch " + branch.name();
        }

        @Override
        public int visitors() {
            return computes.visitors(branch.id());
        }

        @Override
        public Duration quiet() {
            return computes.quiet(branch.id());
        }

        @Override
        public Console console() {
            return computes.start(branch);
        }

        @Override
        public <T> T steady(Steady<T> work) throws IOException {
            return computes.steady(branch.id(), work::run);
        }

        @Override
        public void stop() {
            computes.stop(branch.id());
        }
    }

    private final class OfStandby implements Sleeper {

        private final Standby standby;
        private final Branch branch;

        OfStandby(Standby standby, Branch branch) {
            this.standby = standby;
            this.branch = branch;
        }

        @Override
        public String id() {
            return standby.endpoint().id();
        }

        @Override
        public Branch branch() {
            return branch;
        }

        @Override
        public String endpointId() {
            return standby.endpoint().id();
        }

        @Override
        public String name() {
            return "Read-only endpoint " + standby.endpoint().id();
        }

        @Override
        public int visitors() {
            return standbys.visitors().count(id());
        }

        @Override
        public Duration quiet() {
            return Duration.ofNanos(standbys.visitors().quietNanos(id()));
        }

        @Override
        public Console console() {
            return standby.console();
        }

        @Override
        public <T> T steady(Steady<T> work) throws IOException {
            return standbys.steady(id(), () -> work.run(standby.state() == ComputeState.RUNNING));
        }

        @Override
        public void stop() {
            standbys.stop(id());
        }
    }
}
