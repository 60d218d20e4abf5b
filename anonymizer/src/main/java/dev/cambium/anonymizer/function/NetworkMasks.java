package dev.cambium.anonymizer.function;

import dev.cambium.anonymizer.detect.IpAddress;
import dev.cambium.anonymizer.mask.FormatCipher;
import dev.cambium.anonymizer.mask.KeyedHash;
import dev.cambium.anonymizer.mask.Permutation;
import dev.cambium.anonymizer.mask.WidePermutation;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Masks for internet addresses: one to one, the length of a network's prefix stays. */
final class NetworkMasks {

    private NetworkMasks() {}

    static Mask address(MaskContext context) {
        boolean networks = context.type().sql().equals("cidr");
        KeyedHash hash = context.hash("ip");
        Permutation four = new Permutation(hash, 1L << 32);
        WidePermutation six = new WidePermutation(context.hash("ipv6"), 128);
        FormatCipher otherwise = new FormatCipher(context.secret(), "ip text");
        return (value, row) -> {
            int slash = value.indexOf('/');
            String address = slash < 0 ? value : value.substring(0, slash);
            String suffix = slash < 0 ? "" : value.substring(slash);
            if (IpAddress.isVersion4(address)) {
                long number = version4(address);
                int bits = networks && slash >= 0 ? Integer.parseInt(suffix.substring(1)) : 32;
                return dotted(network(hash, four, number, bits)) + suffix;
            }
            if (networks) {
                throw new InvalidRuleException(
                        "Function ip masks networks of version 4 only. Use null or constant for a cidr column with others.");
            }
            return IpAddress.isVersion6(address)
                    ? groups(six.of(version6(address))) + suffix
                    : otherwise.encrypt(value);
        };
    }

    /** Of a network only the bits of its prefix count, and the others stay zero. */
    private static long network(KeyedHash hash, Permutation four, long number, int bits) {
        if (bits == 32) {
            return four.of(number);
        }
        long masked = new Permutation(hash, 1L << bits).of(number >>> (32 - bits), bits);
        return masked << (32 - bits);
    }

    private static long version4(String address) {
        long number = 0;
        for (String part : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }

    private static String dotted(long number) {
        return (number >>> 24)
                + "."
                + (number >>> 16 & 255)
                + "."
                + (number >>> 8 & 255)
                + "."
                + (number & 255);
    }

    private static BigInteger version6(String address) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            // An address of version 4 in the clothes of 6 comes back as 4 bytes.
            BigInteger number = new BigInteger(1, bytes);
            return bytes.length == 16
                    ? number
                    : number.or(BigInteger.valueOf(0xffffL).shiftLeft(32));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a literal address needs no look-up", e);
        }
    }

    private static String groups(BigInteger number) {
        StringBuilder text = new StringBuilder(39);
        for (int group = 7; group >= 0; group--) {
            text.append(Integer.toHexString(number.shiftRight(16 * group).intValue() & 0xffff));
            if (group > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
