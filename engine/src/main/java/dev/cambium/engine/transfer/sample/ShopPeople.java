package dev.cambium.engine.transfer.sample;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The customers and the staff of the shop, each made from its number alone. */
final class ShopPeople {

    /** One in so many customers has a second address. */
    private static final int SECOND_ADDRESS_PERCENT = 30;

    private final long seed;
    private final NamePools names;

    ShopPeople(long seed, NamePools names) {
        this.seed = seed;
        this.names = names;
    }

    record Customer(
            long id,
            SampleCountry country,
            String firstName,
            String lastName,
            String mailDomain,
            @Nullable String phone,
            @Nullable LocalDate birthDate,
            String lastIp,
            Instant registeredAt,
            int addressCount) {

        /** The number makes it unique. */
        String email() {
            return ascii(firstName) + '.' + ascii(lastName) + id + '@' + mailDomain;
        }
    }

    record Address(String street, String postalCode, String city, SampleCountry country) {}

    record StaffMember(
            int id,
            @Nullable Integer managerId,
            String firstName,
            String lastName,
            String email,
            String phone,
            String jobTitle,
            String salary,
            LocalDate hiredOn) {}

    Customer customer(long id) {
        Pick pick = new Pick(seed, Pick.Subject.CUSTOMER, id);
        SampleCountry country = pick.oneOf(SampleCountry.values());
        NamePools.Pool pool = names.of(country);
        String firstName = pick.of(pool.firstNames());
        String lastName = pick.of(pool.lastNames());
        return new Customer(
                id,
                country,
                firstName,
                lastName,
                pick.oneOf("example.com", "example.org", "example.net", "mail.example"),
                pick.inPercent(85) ? country.phone(pick) : null,
                pick.inPercent(70) ? LocalDate.of(1945, 1, 1).plusDays(pick.below(22_000)) : null,
                ip(pick),
                ShopOrders.OPENED.plus(pick.below(700L * 24 * 60), ChronoUnit.MINUTES),
                pick.inPercent(SECOND_ADDRESS_PERCENT) ? 2 : 1);
    }

    Address address(Customer customer, int index) {
        Pick pick = new Pick(seed, Pick.Subject.ADDRESS, customer.id() * 2 + index);
        NamePools.Pool pool = names.of(customer.country());
        return new Address(
                pick.of(pool.streets()),
                pick.of(pool.postalCodes()),
                pick.of(pool.cities()),
                customer.country());
    }

    /** Number 1 is the boss; everyone else has a manager with a lower number. */
    StaffMember staffMember(int id) {
        Pick pick = new Pick(seed, Pick.Subject.STAFF, id);
        SampleCountry country = pick.oneOf(SampleCountry.values());
        NamePools.Pool pool = names.of(country);
        String firstName = pick.of(pool.firstNames());
        String lastName = pick.of(pool.lastNames());
        Integer manager = id == 1 ? null : Integer.valueOf(id / 6 + 1 == id ? 1 : id / 6 + 1);
        String title =
                id == 1
                        ? "Managing director"
                        : pick.oneOf("Customer care", "Logistics", "Buyer", "Accounting", "IT");
        return new StaffMember(
                id,
                manager,
                firstName,
                lastName,
                "%s.%s%d@shop.example".formatted(ascii(firstName), ascii(lastName), id),
                country.phone(pick),
                title,
                "%d.00".formatted(id == 1 ? 145_000 : 28_000 + pick.below(60) * 1_000),
                LocalDate.of(2015, 1, 1).plusDays(pick.below(3_200)));
    }

    /** A JSON document. */
    String preferences(Customer customer) {
        Pick pick = new Pick(seed, Pick.Subject.PREFERENCES, customer.id());
        return """
        {"newsletter": %s, "language": "%s", "theme": "%s", "sizes": [%d, %d]}"""
                .formatted(
                        pick.inPercent(40),
                        customer.country().locale().getLanguage(),
                        pick.oneOf("light", "dark", "auto"),
                        pick.between(34, 48),
                        pick.between(34, 48));
    }

    /** From the blocks that RFC 5737 sets aside for documentation. */
    private static String ip(Pick pick) {
        String block = pick.oneOf("192.0.2", "198.51.100", "203.0.113");
        return block + "." + pick.between(1, 254);
    }

    private static String ascii(String name) {
        String plain =
                Normalizer.normalize(name, Normalizer.Form.NFD)
                        .toLowerCase(Locale.ROOT)
                        .replace("ß", "ss")
                        .replace("ł", "l")
                        .replaceAll("[^a-z]", "");
        return plain.isEmpty() ? "customer" : plain;
    }
}
