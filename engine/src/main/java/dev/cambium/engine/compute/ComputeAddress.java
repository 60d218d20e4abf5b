package dev.cambium.engine.compute;

import java.net.InetSocketAddress;

/**
 * Where a compute listens: always on a private socket named after its port, and for the gateway on
 * a loopback address of its own.
 *
 * @param overTcp whether the gateway can reach it
 */
public record ComputeAddress(int port, boolean overTcp) {

    /**
     * All of 127.0.0.0/8 is this computer on Linux. Computes have one address of it to themselves,
     * so that each can have its branch's port while the gateway listens on that port at 127.0.0.1.
     */
    static final String HOST = "127.86.71.1";

    public static ComputeAddress tcp(int port) {
        return new ComputeAddress(port, true);
    }

    /** For the engine alone; the number only names the socket. */
    public static ComputeAddress socketOnly(int number) {
        return new ComputeAddress(number, false);
    }

    /** What the gateway connects to. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(HOST, port);
    }
}
