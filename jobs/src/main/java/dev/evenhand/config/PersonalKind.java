package dev.evenhand.config;

/** A kind of personal data that free text is scanned for. */
public enum PersonalKind implements Word {
  /** An e-mail address. */
  EMAIL,
  /** A telephone number, international or as written in Germany, Britain or North America. */
  PHONE,
  /** A payment card: an issuer's prefix and length, and Luhn's checksum. */
  CARD,
  /** An IBAN: its country's length, and a remainder of 1 modulo 97. */
  IBAN,
  /** An IP address, version 4 or 6. */
  IP,
  /** A US social security number, as issued: no area 000, 666 or 9xx. */
  US_SSN,
  /** A German tax id: how digits repeat, and its check digit. */
  DE_TAX_ID,
  /** A UK national insurance number: the prefixes that are given out. */
  UK_NINO,
  /** A Spanish DNI or NIE: its letter is 23's remainder. */
  ES_DNI,
  /** A French social security number (NIR): its key is 97's remainder. */
  FR_NIR,
  /** A name of the list that names gives. */
  NAME
}
