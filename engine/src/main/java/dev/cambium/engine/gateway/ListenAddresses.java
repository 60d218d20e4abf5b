package dev.cambium.engine.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where clients can come from: always this computer, at its loopback addresses, and other computers
 * only at addresses that the user has named and has said so in so many words.
 *
 * @param others addresses of this computer that other computers can reach
 */
public record ListenAddresses(List<InetAddress> others) {

    /** This computer alone. */
    public static final ListenAddresses LOOPBACK = new ListenAddresses(List.of());

    /** The word for all addresses that this computer has at the start. */
    private static final String ALL = "all";

    public ListenAddresses {
        others = List.copyOf(others);
    }

    /**
     * What a user asked for.
     *
     * @param asked addresses of this computer, or {@code all}
     * @param othersMayConnect whether it was said that other computers may connect
     * @throws IllegalArgumentException with a sentence if it cannot be done, or was not said
     */
    public static ListenAddresses of(List<String> asked, boolean othersMayConnect) {
        List<InetAddress> others = new ArrayList<>();
        for (String address : asked) {
            if (address.equals(ALL)) {
                others.addAll(ofThisComputer());
            } else {
                others.add(own(address));
            }
        }
        others.removeIf(InetAddress::isLoopbackAddress);
        if (!others.isEmpty() && !othersMayConnect) {
            throw new IllegalArgumentException(
                    "Branches are reached from this computer alone. To let other computers connect to them at %s, add --let-others-connect."
                            .formatted(text(others)));
        }
        return new ListenAddresses(others.stream().distinct().toList());
    }

    /** As text, for people. */
    public List<String> words() {
        return others.stream()
                .map(InetAddress::getHostAddress)
                .map(text -> text.replaceFirst("%.*", "")) // the interface of an IPv6 address
                .toList();
    }

    /** What a certificate has to name beside {@code localhost}: the computer and the addresses. */
    public List<String> certificateNames() {
        if (others.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            names.add("localhost");
        }
        names.addAll(words());
        return names;
    }

    private static InetAddress own(String address) {
        InetAddress found;
        try {
            found = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is no address. This computer has %s; 'all' means these."
                            .formatted(address, text(ofThisComputer())),
                    e);
        }
        try {
            if (NetworkInterface.getByInetAddress(found) == null) {
                throw new IllegalArgumentException(
                        "%s is no address of this computer, which has %s; 'all' means these."
                                .formatted(address, text(ofThisComputer())));
            }
        } catch (SocketException e) {
            throw new IllegalArgumentException("The network does not answer: " + e.getMessage(), e);
        }
        return found;
    }

    /** Not 0.0.0.0, which would take the address of the computes behind the gateway as well. */
    private static List<InetAddress> ofThisComputer() {
        try {
            Stream<NetworkInterface> interfaces =
                    Collections.list(NetworkInterface.getNetworkInterfaces()).stream();
            return interfaces
                    .flatMap(one -> Collections.list(one.getInetAddresses()).stream())
                    .filter(address -> !address.isLoopbackAddress())
                    .filter(
                            address ->
                                    !(address instanceof Inet6Address
                                            && address.isLinkLocalAddress()))
                    .toList();
        } catch (SocketException e) {
            throw new IllegalArgumentException("The network does not answer: " + e.getMessage(), e);
        }
    }

    private static String text(List<InetAddress> addresses) {
        return addresses.isEmpty()
                ? "none beside its own loopback addresses"
                : addresses.stream()
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", "));
    }
}
