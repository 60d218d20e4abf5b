/**
 * What branches use: a {@link dev.cambium.engine.branch.usage.UsageMeter} looks at the computes
 * that run, a {@link dev.cambium.engine.branch.usage.UsageBook} adds up by hour and branch, and the
 * catalog keeps it. After a kill the seconds since the last note are missing; bytes written are
 * not, because WAL is counted from where it was counted to before.
 */
@NullMarked
package dev.cambium.engine.branch.usage;

import org.jspecify.annotations.NullMarked;
