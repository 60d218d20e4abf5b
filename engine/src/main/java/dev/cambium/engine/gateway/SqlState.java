package dev.cambium.engine.gateway;

/** What the gateway itself answers with (appendix A of Postgres' manual). */
public enum SqlState {
    /** The client spoke, but not the protocol. */
    PROTOCOL_VIOLATION("08P01"),
    /** The compute cannot be connected to. */
    CONNECTION_FAILURE("08006"),
    /** The client may not connect in this way. */
    INVALID_AUTHORIZATION("28000"),
    /** No branch or moment is where the client wants to go. */
    INVALID_CATALOG_NAME("3D000"),
    /** What the client asks for cannot be read. */
    INVALID_PARAMETER_VALUE("22023"),
    /** The gateway holds as many connections as it may. */
    TOO_MANY_CONNECTIONS("53300"),
    /** The engine stops. */
    ADMIN_SHUTDOWN("57P01"),
    /** The branch does not start, or is being changed for too long. */
    CANNOT_CONNECT_NOW("57P03");

    private final String code;

    SqlState(String code) {
        this.code = code;
    }

    /** Five characters. */
    public String code() {
        return code;
    }
}
