package dev.evenhand.dp;

/** How the costs of several releases are added up. */
public enum Accounting {
  /** ε and δ are summed. Best for a few pure releases. */
  PURE,
  /** ρ is summed and turned into ε at the budget's δ. Best for many small or Gaussian releases. */
  ZCDP
}
