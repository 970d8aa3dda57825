package dev.evenhand.config;

/** The canonical form of an identifier before it becomes a pseudonym. */
public enum Normalize implements Word {
  /** As it stands. */
  NONE,
  /** A whole number without leading zeros or a decimal part: '017850.0' is '17850'. */
  DIGITS,
  /** Unicode NFKC, trimmed, inner blanks single, lower case. */
  TEXT,
  /** An e-mail address: trimmed, lower case. */
  EMAIL
}
