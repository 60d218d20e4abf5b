package dev.cambium.engine.transfer.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Fills an empty database with the sample web shop, in one transaction: customers with addresses,
 * products, orders, payments, reviews and staff, with their keys, indexes and views. The same seed
 * and scale make the same rows. Not thread-safe.
 */
public final class ShopSample {

    /** The seed of every sample that names none. */
    public static final long DEFAULT_SEED = 20_261_120;

    /**
     * At this scale there are 2,000,000 customers, some 6 GB; more would not make a better sample.
     */
    public static final int SCALE_MAX = 1_000;

    private final long seed;
    private final Size size;
    private final ShopPeople people;
    private final ShopCatalogue catalogue;
    private final ShopOrders orders;

    /** How many there are of everything that is counted out in advance. */
    public record Size(long customers, int staff, int products, long orders, long reviews) {

        static Size of(int scale) {
            return new Size(
                    2_000L * scale,
                    30 + 2 * scale,
                    500 + 100 * scale,
                    6_000L * scale,
                    1_500L * scale);
        }
    }

    /**
     * @param scale 1 for about 2,000 customers and 6,000 orders, up to {@link #SCALE_MAX}
     */
    public ShopSample(int scale, long seed) {
        if (scale < 1 || scale > SCALE_MAX) {
            throw new IllegalArgumentException(
                    "the scale of the sample shop goes from 1 to %d, not %d"
                            .formatted(SCALE_MAX, scale));
        }
        this.seed = seed;
        this.size = Size.of(scale);
        this.people = new ShopPeople(seed, new NamePools(seed));
        this.catalogue = new ShopCatalogue(seed);
        this.orders = new ShopOrders(seed, size, people, catalogue);
    }

    public Size size() {
        return size;
    }

    public long seed() {
        return seed;
    }

    /**
     * Makes everything in the first schema of the connection's search path.
     *
     * @param connection of the Postgres driver, in autocommit; left so
     * @return the number of rows
     * @throws SQLException when a table is there already, among others; nothing is changed then
     */
    public long load(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            long rows = loadAll(connection);
            connection.commit();
            return rows;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private long loadAll(Connection connection) throws SQLException {
        run(connection, "shop-tables.sql");
        long rows = loadGoods(connection);
        rows += loadStaff(connection);
        rows += loadCustomers(connection);
        rows += loadAddresses(connection);
        rows += loadOrders(connection);
        rows += loadItems(connection);
        rows += loadPayments(connection);
        rows += loadReviews(connection);
        run(connection, "shop-constraints.sql");
        moveSequences(connection);
        return rows;
    }

    private long loadGoods(Connection connection) throws SQLException {
        long rows;
        try (CopyTable country = new CopyTable(connection, "country")) {
            for (SampleCountry each : SampleCountry.values()) {
                country.row(each.name(), each.title());
            }
            rows = country.finish();
        }
        try (CopyTable category = new CopyTable(connection, "category")) {
            category.row(ShopCatalogue.ROOT_CATEGORY_ID, null, "Everything");
            for (ShopCatalogue.Category each : ShopCatalogue.CATEGORIES) {
                category.row(each.id(), ShopCatalogue.ROOT_CATEGORY_ID, each.name());
            }
            rows += category.finish();
        }
        try (CopyTable product = new CopyTable(connection, "product")) {
            for (int id = 1; id <= size.products(); id++) {
                ShopCatalogue.Product p = catalogue.product(id);
                product.row(
                        id,
                        p.categoryId(),
                        p.sku(),
                        p.name(),
                        euros(p.priceCents()),
                        p.stock(),
                        p.attributes());
            }
            return rows + product.finish();
        }
    }

    private long loadStaff(Connection connection) throws SQLException {
        try (CopyTable staff = new CopyTable(connection, "staff")) {
            for (int id = 1; id <= size.staff(); id++) {
                ShopPeople.StaffMember s = people.staffMember(id);
                staff.row(
                        id,
                        s.managerId(),
                        s.firstName(),
                        s.lastName(),
                        s.email(),
                        s.phone(),
                        s.jobTitle(),
                        s.salary(),
                        s.hiredOn());
            }
            return staff.finish();
        }
    }

    private long loadCustomers(Connection connection) throws SQLException {
        try (CopyTable customer = new CopyTable(connection, "customer")) {
            for (long id = 1; id <= size.customers(); id++) {
                ShopPeople.Customer c = people.customer(id);
                customer.row(
                        id,
                        c.firstName(),
                        c.lastName(),
                        c.email(),
                        c.phone(),
                        c.birthDate(),
                        c.lastIp(),
                        people.preferences(c),
                        c.registeredAt());
            }
            return customer.finish();
        }
    }

    private long loadAddresses(Connection connection) throws SQLException {
        try (CopyTable address = new CopyTable(connection, "address")) {
            for (long id = 1; id <= size.customers(); id++) {
                ShopPeople.Customer c = people.customer(id);
                for (int index = 0; index < c.addressCount(); index++) {
                    ShopPeople.Address a = people.address(c, index);
                    address.row(
                            addressId(id, index),
                            id,
                            index == 0,
                            a.street(),
                            a.postalCode(),
                            a.city(),
                            a.country());
                }
            }
            return address.finish();
        }
    }

    private long loadOrders(Connection connection) throws SQLException {
        try (CopyTable order = new CopyTable(connection, "orders")) {
            for (long id = 1; id <= size.orders(); id++) {
                ShopOrders.Order o = orders.order(id);
                order.row(
                        id,
                        o.customerId(),
                        addressId(o.customerId(), o.addressIndex()),
                        o.status().name().toLowerCase(Locale.ROOT),
                        o.orderedAt(),
                        o.handledBy());
            }
            return order.finish();
        }
    }

    private long loadItems(Connection connection) throws SQLException {
        try (CopyTable item = new CopyTable(connection, "order_item")) {
            for (long id = 1; id <= size.orders(); id++) {
                int line = 1;
                for (ShopOrders.Item i : orders.order(id).items()) {
                    item.row(id, line++, i.productId(), i.quantity(), euros(i.unitPriceCents()));
                }
            }
            return item.finish();
        }
    }

    private long loadPayments(Connection connection) throws SQLException {
        try (CopyTable payment = new CopyTable(connection, "payment")) {
            long paymentId = 0;
            for (long id = 1; id <= size.orders(); id++) {
                ShopOrders.Order o = orders.order(id);
                if (!o.isPaid()) {
                    continue;
                }
                ShopOrders.Payment p = orders.payment(o);
                payment.row(
                        ++paymentId,
                        id,
                        p.paidAt(),
                        euros(o.totalCents()),
                        p.method(),
                        p.cardMasked(),
                        p.iban(),
                        p.accountHolder());
            }
            return payment.finish();
        }
    }

    private long loadReviews(Connection connection) throws SQLException {
        try (CopyTable review = new CopyTable(connection, "review")) {
            for (long id = 1; id <= size.reviews(); id++) {
                ShopOrders.Review r = orders.review(id);
                review.row(id, r.productId(), r.customerId(), r.rating(), r.body(), r.writtenAt());
            }
            return review.finish();
        }
    }

    /** Rows came with their numbers; the next ones come after them. */
    private static void moveSequences(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table :
                    new String[] {
                        "address", "category", "customer", "payment", "product", "review"
                    }) {
                moveSequence(statement, table, table + "_id");
            }
            moveSequence(statement, "orders", "order_id");
            moveSequence(statement, "staff", "staff_id");
            statement.execute("ANALYZE");
        }
    }

    private static void moveSequence(Statement statement, String table, String column)
            throws SQLException {
        statement.execute(
                "SELECT setval(pg_get_serial_sequence('%1$s', '%2$s'), max(%2$s)) FROM %1$s"
                        .formatted(table, column));
    }

    private static void run(Connection connection, String resource) throws SQLException {
        try (InputStream in = ShopSample.class.getResourceAsStream(resource);
                Statement statement = connection.createStatement()) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its own file " + resource);
            }
            statement.setEscapeProcessing(false);
            statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long addressId(long customerId, int index) {
        return customerId * 2 - 1 + index;
    }

    private static BigDecimal euros(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }
}
