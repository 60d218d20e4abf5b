package dev.cambium.engine.transfer.sample;

import java.util.List;

/** Free text as customers write it: now and then with a phone number or a name in the middle. */
final class ReviewText {

    private static final List<String> GOOD =
            List.of(
                    "Exactly what I wanted, and it arrived early.",
                    "My daughter loves it. Would buy again!",
                    "Très bien, livraison rapide.",
                    "Super Qualität, gerne wieder.",
                    "Sturdy, well made, fair price.",
                    "Muy contento con la compra.");

    private static final List<String> BAD =
            List.of(
                    "Broke after two weeks; nobody answers.",
                    "Much smaller than in the picture.",
                    "The colour is wrong and the box was open.",
                    "Leider defekt angekommen.",
                    "Still waiting for my money back.");

    private ReviewText() {}

    static String write(Pick pick, int rating, ShopPeople.Customer customer, String product) {
        StringBuilder text = new StringBuilder();
        text.append(pick.of(rating >= 3 ? GOOD : BAD));
        if (pick.inPercent(30)) {
            text.append(" The ").append(product).append(" is for my office.");
        }
        if (pick.inPercent(8)) {
            text.append(" You can reach me at ").append(customer.email()).append('.');
        }
        if (pick.inPercent(6) && customer.phone() != null) {
            text.append(" Call me: ").append(customer.phone()).append('.');
        }
        if (pick.inPercent(15)) {
            text.append("\n\n")
                    .append(customer.firstName())
                    .append(' ')
                    .append(customer.lastName());
        }
        return text.toString();
    }
}
