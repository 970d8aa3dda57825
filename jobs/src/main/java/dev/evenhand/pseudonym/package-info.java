/**
 * Keys, and what is made with them: pseudonyms of identifiers, encrypted identities, sealed text.
 *
 * <p>A keyset is only ever in its file and in the memory of a JVM that read it there.
 */
package dev.evenhand.pseudonym;
