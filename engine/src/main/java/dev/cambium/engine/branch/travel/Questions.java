package dev.cambium.engine.branch.travel;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.FoundMoment;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.compute.Console;

import java.io.IOException;

/** What can be asked of a branch as it was at a moment. Thread-safe. */
public final class Questions {

    private final Computes computes;
    private final Moments moments;
    private final Travel travel;

    public Questions(Computes computes, Moments moments, Travel travel) {
        this.computes = computes;
        this.moments = moments;
        this.travel = travel;
    }

    /** The point that a moment of a branch stands for; nothing is opened. */
    public FoundMoment moment(Branch branch, Moment moment) {
        if (moment instanceof Moment.Head) {
            return moments.presentOf(branch);
        }
        try (Found found = moments.find(branch, moment)) {
            return found.told();
        } catch (IOException e) {
            throw Refusal.of(e, "find %s of branch '%s'".formatted(moment, branch.name()));
        }
    }

    /**
     * Runs a statement that reads, on the branch as it was at a moment. At its head that is the
     * branch's own compute, started if it sleeps; at any other a hidden one that shows that moment.
     */
    public QueryResult query(Branch branch, Moment moment, Query query) {
        return visit(branch, moment, (console, told) -> QueryRun.on(console, query, told));
    }

    /** Reads something over a console of a branch at a moment. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Console console, FoundMoment moment) throws IOException;
    }

    /**
     * Reads from the branch as it was at a moment. At its head that is the branch's own compute,
     * started if it sleeps; at any other a hidden one that shows that moment.
     */
    public <T> T visit(Branch branch, Moment moment, Reading<T> reading) {
        try {
            if (moment instanceof Moment.Head) {
                Console console = computes.start(branch);
                return reading.read(console, moments.presentOf(branch));
            }
            try (Travel.Stay stay = travel.visit(branch, moment)) {
                return reading.read(stay.console(), stay.moment());
            }
        } catch (IOException e) {
            throw Refusal.of(e, "show branch '%s' at %s".formatted(branch.name(), moment));
        }
    }
}
