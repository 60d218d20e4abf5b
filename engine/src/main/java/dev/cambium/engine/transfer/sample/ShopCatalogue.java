package dev.cambium.engine.transfer.sample;

import java.util.List;

/** The goods of the shop. */
final class ShopCatalogue {

    record Category(int id, String name, List<String> things) {}

    record Product(
            int id,
            int categoryId,
            String sku,
            String name,
            int priceCents,
            int stock,
            String attributes) {}

    /** The one above all others. */
    static final int ROOT_CATEGORY_ID = 1;

    static final List<Category> CATEGORIES =
            List.of(
                    new Category(2, "Kitchen", List.of("Kettle", "Pan", "Knife", "Mug", "Bowl")),
                    new Category(3, "Garden", List.of("Spade", "Hose", "Planter", "Bench", "Rake")),
                    new Category(4, "Office", List.of("Lamp", "Chair", "Desk", "Notebook", "Pen")),
                    new Category(5, "Clothes", List.of("Shirt", "Coat", "Scarf", "Socks", "Cap")),
                    new Category(6, "Sport", List.of("Ball", "Racket", "Mat", "Bottle", "Rope")),
                    new Category(7, "Music", List.of("Guitar", "Stand", "Drum", "Cable", "Flute")),
                    new Category(8, "Toys", List.of("Puzzle", "Kite", "Robot", "Bear", "Train")),
                    new Category(9, "Books", List.of("Atlas", "Novel", "Cookbook", "Guide")));

    private static final List<String> LOOKS =
            List.of("Blue", "Green", "Plain", "Striped", "Small", "Large", "Light", "Sturdy");

    private static final List<String> MATERIALS =
            List.of("Beech", "Steel", "Linen", "Wool", "Cork", "Glass", "Bamboo", "Paper");

    private final long seed;

    ShopCatalogue(long seed) {
        this.seed = seed;
    }

    int priceCents(int id) {
        return 99 + new Pick(seed, Pick.Subject.PRICE, id).skewedBelow(25_000);
    }

    Product product(int id) {
        Pick pick = new Pick(seed, Pick.Subject.PRODUCT, id);
        Category category = pick.of(CATEGORIES);
        String material = pick.of(MATERIALS);
        String attributes =
                "{\"material\": \"%s\", \"weight_g\": %d, \"tags\": [\"%s\", \"%s\"]}"
                        .formatted(
                                material,
                                pick.between(20, 9_000),
                                pick.oneOf("new", "sale", "classic"),
                                pick.oneOf("gift", "eco", "bulky"));
        return new Product(
                id,
                category.id(),
                "%s-%05d"
                        .formatted(
                                category.name().substring(0, 3).toUpperCase(java.util.Locale.ROOT),
                                id),
                "%s %s %s".formatted(pick.of(LOOKS), material, pick.of(category.things())),
                priceCents(id),
                pick.below(400),
                attributes);
    }
}
