package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeException;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts servers on content that branches are about to get, while those that serve them go on.
 * Thread-safe.
 */
final class NextComputes {

    private final ComputeMaking made;
    private final PortChooser ports;
    private final ComputeNews news;

    NextComputes(ComputeMaking made, PortChooser ports, ComputeNews news) {
        this.made = made;
        this.ports = ports;
        this.news = news;
    }

    /**
     * @param next the timeline with that content, as it will be in the catalog
     * @throws Refusal if it does not start, or does not begin at its point
     */
    NextCompute start(Branch branch, Timeline next) {
        int port = ports.choose();
        AtomicBoolean serves = new AtomicBoolean();
        Compute compute =
                made.on(
                        branch,
                        next,
                        port,
                        (state, why) -> {
                            if (serves.get()) {
                                news.onState(branch, state, why);
                            }
                        });
        Runnable serving =
                () -> {
                    serves.set(true);
                    news.onState(branch, compute.state(), compute.state().word());
                };
        NextCompute beside =
                new NextCompute(
                        next,
                        compute,
                        () -> giveRoles(branch, compute),
                        serving,
                        () -> ports.giveBack(port));
        try {
            made.startBare(next, compute);
            return beside;
        } catch (ComputeException | IOException | SQLException | RuntimeException e) {
            beside.close();
            throw e instanceof RuntimeException unexpected
                    ? unexpected
                    : ComputeMaking.notStarted(branch, e);
        }
    }

    private void giveRoles(Branch branch, Compute compute) {
        try {
            made.giveRoles(branch, compute);
        } catch (SQLException e) {
            throw ComputeMaking.notStarted(branch, e);
        }
    }
}
