package dev.cambium.engine.transfer.sample;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What was ordered, paid and said, each made from its number alone. */
final class ShopOrders {

    /** The shop's first day and the day on which the sample was taken: fixed, so rows are too. */
    static final Instant OPENED = Instant.parse("2024-01-08T07:00:00Z");

    static final Instant TAKEN = Instant.parse("2026-06-30T21:00:00Z");

    private static final int ITEMS_MAX = 5;

    private final long seed;
    private final ShopSample.Size size;
    private final ShopPeople people;
    private final ShopCatalogue catalogue;

    ShopOrders(long seed, ShopSample.Size size, ShopPeople people, ShopCatalogue catalogue) {
        this.seed = seed;
        this.size = size;
        this.people = people;
        this.catalogue = catalogue;
    }

    enum Status {
        NEW,
        PAID,
        SHIPPED,
        DELIVERED,
        RETURNED,
        CANCELLED
    }

    record Item(int productId, int quantity, int unitPriceCents) {}

    record Order(
            long id,
            long customerId,
            int addressIndex,
            Status status,
            Instant orderedAt,
            @Nullable Integer handledBy,
            List<Item> items) {

        long totalCents() {
            return items.stream().mapToLong(i -> (long) i.quantity * i.unitPriceCents).sum();
        }

        boolean isPaid() {
            return status != Status.NEW && status != Status.CANCELLED;
        }
    }

    record Payment(
            Instant paidAt,
            String method,
            @Nullable String cardMasked,
            @Nullable String iban,
            String accountHolder) {}

    record Review(int productId, long customerId, int rating, String body, Instant writtenAt) {}

    Order order(long id) {
        Pick pick = new Pick(seed, Pick.Subject.ORDER, id);
        ShopPeople.Customer customer =
                people.customer(1 + pick.skewedBelow(Math.toIntExact(size.customers())));
        long minutes = Duration.between(customer.registeredAt(), TAKEN).toMinutes();
        Instant orderedAt = customer.registeredAt().plus(pick.below(minutes), ChronoUnit.MINUTES);
        List<Item> items = new ArrayList<>();
        int itemCount = pick.between(1, ITEMS_MAX);
        for (int i = 0; i < itemCount; i++) {
            int productId = 1 + pick.skewedBelow(size.products());
            int price = catalogue.priceCents(productId);
            items.add(new Item(productId, pick.inPercent(80) ? 1 : pick.between(2, 4), price));
        }
        Status status = status(pick, Duration.between(orderedAt, TAKEN).toDays());
        Integer handledBy =
                status == Status.NEW ? null : Integer.valueOf(pick.between(1, size.staff()));
        int addressIndex = pick.below(customer.addressCount());
        return new Order(
                id, customer.id(), addressIndex, status, orderedAt, handledBy, List.copyOf(items));
    }

    Payment payment(Order order) {
        Pick pick = new Pick(seed, Pick.Subject.PAYMENT, order.id());
        ShopPeople.Customer customer = people.customer(order.customerId());
        boolean transfer = customer.country().hasIban() && pick.inPercent(35);
        boolean voucher = !transfer && pick.inPercent(5);
        String card = pick.oneOf("4", "5") + "***-****-****-" + pick.digits(4);
        return new Payment(
                order.orderedAt().plus(pick.between(1, 600), ChronoUnit.MINUTES),
                transfer ? "bank_transfer" : voucher ? "voucher" : "card",
                transfer || voucher ? null : card,
                transfer ? customer.country().iban(pick) : null,
                customer.firstName() + " " + customer.lastName());
    }

    Review review(long id) {
        Pick pick = new Pick(seed, Pick.Subject.REVIEW, id);
        Order order = order(1 + pick.below(size.orders()));
        ShopPeople.Customer customer = people.customer(order.customerId());
        int productId = pick.of(order.items()).productId();
        int rating = 5 - pick.skewedBelow(5);
        return new Review(
                productId,
                customer.id(),
                rating,
                ReviewText.write(pick, rating, customer, catalogue.product(productId).name()),
                order.orderedAt().plus(pick.between(1, 40), ChronoUnit.DAYS));
    }

    private static Status status(Pick pick, long ageDays) {
        if (pick.inPercent(4)) {
            return Status.CANCELLED;
        }
        if (ageDays < 2) {
            return pick.oneOf(Status.NEW, Status.PAID);
        }
        if (ageDays < 6) {
            return pick.oneOf(Status.PAID, Status.SHIPPED);
        }
        return pick.inPercent(6) ? Status.RETURNED : Status.DELIVERED;
    }
}
