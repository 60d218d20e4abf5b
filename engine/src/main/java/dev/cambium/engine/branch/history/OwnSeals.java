package dev.cambium.engine.branch.history;

import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import java.util.Set;
import java.util.stream.Collectors;

/** The seals that would go with a timeline: its images that are not those of another, too. */
public final class OwnSeals {

    private OwnSeals() {}

    public static Set<SealId> of(Catalog catalog, TimelineId timeline) {
        return catalog.images(timeline).stream()
                .map(Image::seal)
                .filter(seal -> catalog.images(seal).size() == 1)
                .collect(Collectors.toUnmodifiableSet());
    }
}
