package dev.cambium.engine.compute;

/**
 * Where a compute listens: always on a private socket named after its port, and for clients on
 * 127.0.0.1.
 *
 * @param overTcp whether clients can reach it
 */
public record ComputeAddress(int port, boolean overTcp) {

    public static ComputeAddress tcp(int port) {
        return new ComputeAddress(port, true);
    }

    /** For the engine alone; the number only names the socket. */
    public static ComputeAddress socketOnly(int number) {
        return new ComputeAddress(number, false);
    }
}
