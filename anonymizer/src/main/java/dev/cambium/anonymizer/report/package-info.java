/** What a run did, for people and programs; never with a value of the source. */
@NullMarked
package dev.cambium.anonymizer.report;

import org.jspecify.annotations.NullMarked;
