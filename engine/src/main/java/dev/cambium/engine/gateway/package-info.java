/**
 * The door of the branches: listens on the port of each branch and on the router port, finds out
 * what a client wants from its first packets, asks {@link dev.cambium.engine.gateway.Destinations}
 * where that is, which may start a compute, and from then on passes bytes both ways unchanged.
 *
 * <p>It ends TLS with the certificate that the computes have too, and speaks TLS to the compute
 * when the client speaks it to the gateway, so that SCRAM with channel binding goes through. It
 * knows the first packets of the Postgres protocol (3.0 and 3.2), the one message that carries a
 * cancel key, and nothing else of it.
 */
@NullMarked
package dev.cambium.engine.gateway;

import org.jspecify.annotations.NullMarked;
