package dev.cambium.engine.branch.history;

import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The seals that would go with a timeline: its images that are not those of another, too. */
public final class OwnSeals {

    private OwnSeals() {}

    public static Set<SealId> of(Catalog catalog, TimelineId timeline) {
        return catalog.images(timeline).stream()
                .map(Image::seal)
                .filter(seal -> catalog.imageCount(seal) == 1)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The same of all timelines, found in the images of all. */
    static Map<TimelineId, Set<SealId>> of(List<Image> all) {
        return all.stream().collect(Collectors.groupingBy(Image::seal)).values().stream()
                .filter(ofOneSeal -> ofOneSeal.size() == 1)
                .map(List::getFirst)
                .collect(
                        Collectors.groupingBy(
                                Image::timeline,
                                Collectors.mapping(Image::seal, Collectors.toSet())));
    }
}
