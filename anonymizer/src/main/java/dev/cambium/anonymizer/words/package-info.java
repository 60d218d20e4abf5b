/** Names of people, places and companies, in several languages, out of Datafaker's dictionaries. */
@NullMarked
package dev.cambium.anonymizer.words;

import org.jspecify.annotations.NullMarked;
