package dev.evenhand.ingest;

import dev.evenhand.pseudonym.Pseudonyms;

/**
 * How a load names subjects.
 *
 * @param keyVersion the version of the key that names new ones
 * @param earlier those who keep the name of an earlier version
 */
record Naming(Pseudonyms pseudonyms, int keyVersion, EarlierSubjects earlier) {}
