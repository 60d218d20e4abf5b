package dev.cambium.gui.sql;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The words of Postgres' SQL that people type, from the key word appendix of its manual. */
public final class SqlKeywords {

    private static final Set<String> WORDS =
            new TreeSet<>(
                    Set.of(
                            """
                            abort add after all alter always analyze and any array as asc asymmetric \
                            atomic begin before between both by call cascade case cast check checkpoint \
                            close cluster collate column comment commit concurrently conflict constraint \
                            copy create cross cube current_date current_role current_time \
                            current_timestamp current_user cursor cycle database deallocate declare \
                            default deferrable deferred delete desc disable discard distinct do domain \
                            drop each else enable end escape except exclude execute exists explain \
                            extension false fetch filter first following for foreign from full function \
                            generated global grant group grouping having identity if ilike immutable in \
                            index inherits initially inner insert instead intersect interval into is \
                            isnull join key language last lateral leading left like limit listen load \
                            local lock logged materialized matched merge natural next no not nothing \
                            notify notnull null nulls of offset on only or order out outer over overlaps \
                            owner partition policy preceding prepare primary procedure publication range \
                            reassign recursive references refresh reindex release rename replace reset \
                            restart restrict returning returns revoke right role rollback rollup row rows \
                            rule savepoint schema security select sequence session set sets share show \
                            similar some stable start statement statistics stored strict subscription \
                            symmetric table tablesample temp temporary then ties to trailing transaction \
                            trigger true truncate type unbounded union unique unlisten unlogged until \
                            update user using vacuum values view virtual volatile when where window with \
                            within without work zone\
                            """
                                    .split(" ")));

    private SqlKeywords() {}

    /** Whatever its letters' case. */
    public static boolean contains(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    /** All of them in lower case, in alphabetical order. */
    public static Set<String> all() {
        return java.util.Collections.unmodifiableSet(WORDS);
    }
}
