package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.travel.Travel;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.gateway.ConnectionRequest;
import dev.cambium.engine.gateway.Destination;
import dev.cambium.engine.gateway.RefusedConnectionException;
import dev.cambium.engine.gateway.SqlState;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Takes clients that ask for a moment of a branch to the hidden compute that shows it. */
public final class TravelDestinations implements BranchDestinations.Travel {

    private final Travel travel;

    public TravelDestinations(Travel travel) {
        this.travel = travel;
    }

    @Override
    public Destination open(Branch branch, ConnectionRequest request)
            throws RefusedConnectionException {
        try {
            Moment moment =
                    Moment.ofFields(
                            request.lsn().orElse(null), request.timestamp().orElse(null), "neon_");
            Travel.Stay stay = travel.letIn(branch, moment);
            return new Destination() {
                @Override
                public InetSocketAddress address() {
                    return stay.address();
                }

                @Override
                public void close() {
                    stay.close();
                }
            };
        } catch (Refusal refusal) {
            throw new RefusedConnectionException(
                    refusal.kind() == Refusal.Kind.INVALID
                            ? SqlState.INVALID_PARAMETER_VALUE
                            : SqlState.CANNOT_CONNECT_NOW,
                    String.valueOf(refusal.getMessage()),
                    refusal);
        } catch (IOException e) {
            throw new RefusedConnectionException(
                    SqlState.CANNOT_CONNECT_NOW,
                    "branch '%s' could not be shown: %s".formatted(branch.name(), e.getMessage()),
                    e);
        }
    }
}
